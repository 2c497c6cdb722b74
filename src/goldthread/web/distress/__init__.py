"""Suppliers whose filings or payments show something to look at, on the screen."""
