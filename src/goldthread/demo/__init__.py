"""The demonstration: an invented council with a story, and the examples that real councils have published."""
