"""Settings and entry points of the web application; nothing imports this package."""
