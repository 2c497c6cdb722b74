"""Where the council stands, at a glance."""
