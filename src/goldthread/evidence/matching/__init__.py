"""Who is who: names as published become suppliers, every merge with its reason and its confidence."""
