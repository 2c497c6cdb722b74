"""The pipeline: what the council means to buy, what asks for it, and where each entry stands."""
