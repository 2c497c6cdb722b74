"""Full-text search of the register: what can be found, by whom, ranked, with the words that were found."""
