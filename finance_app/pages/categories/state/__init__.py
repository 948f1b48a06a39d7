"""What the categories page remembers."""
