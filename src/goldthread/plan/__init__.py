"""Where a council wants to be: ambitions and the KPIs that measure the way there."""
