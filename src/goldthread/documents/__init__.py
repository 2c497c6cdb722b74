"""Files that people attach: checked for type and size, owned, with an expiry date."""
