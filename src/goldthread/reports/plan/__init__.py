"""The progress pack of a quarter and the annual report of a plan: what moved, what slipped, what comes next."""
