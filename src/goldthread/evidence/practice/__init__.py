"""The contract register and its logs as evidence tables. Nothing is written here."""
