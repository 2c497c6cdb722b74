"""Two years of the demonstration council's published payments, made afresh from a plan of what is true of them."""
