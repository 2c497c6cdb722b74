"""Registers of contracts as councils keep them: a file in, a plan of every change, then the register's own writes."""
