"""The demonstration council's register of contracts: what its files tell, entered as people would have entered it."""
