"""Three steps from signing up to a living dashboard."""
