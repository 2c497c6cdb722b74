"""The command line: one module per noun, which parses, calls and prints. Other rooms do the work."""
