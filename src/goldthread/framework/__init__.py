"""What good looks like: themes, key areas, enablers, value codes and their levels. Knows nothing of councils or the web."""
