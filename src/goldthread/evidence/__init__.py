"""What the council's own records show: files in, typed rows kept, figures out. It never sets a score."""
