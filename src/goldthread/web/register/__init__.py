"""The contract register on the screen: the list, one contract, a contract manager's home, and the public's view."""
