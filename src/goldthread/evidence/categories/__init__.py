"""What was bought: a category proposed for payment lines whose file gives none."""
