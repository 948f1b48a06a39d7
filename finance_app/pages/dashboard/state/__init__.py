"""What the dashboard remembers."""
