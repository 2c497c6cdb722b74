"""What good looks like: themes, key areas, enablers, value codes, levels. Knows no council and no web."""
