"""The plan: what is reached if it is delivered, what it takes, actions, KPIs, and what contradicts."""
