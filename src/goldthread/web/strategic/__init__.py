"""Files of strategic suppliers on the screen."""
