"""What the categories page shows, as text."""
