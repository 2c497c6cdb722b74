"""What every room may use. Imports nothing of ours."""
