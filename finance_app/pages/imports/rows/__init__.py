"""What the import screen shows, as text for the browser."""
