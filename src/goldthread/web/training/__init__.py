"""Role profiles and training: who manages contracts, and which courses they still lack."""
