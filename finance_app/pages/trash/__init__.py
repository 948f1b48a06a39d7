"""What was deleted, in the browser."""
