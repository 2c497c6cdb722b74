"""What everybody may read without signing in, where a council has opened it."""
