"""Sign-off: the checks, the signature, the frozen record."""
