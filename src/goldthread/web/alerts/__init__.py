"""What a person wants to be told of contracts: messages by e-mail, and a calendar."""
