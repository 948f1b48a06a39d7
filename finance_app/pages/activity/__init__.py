"""What was changed, in the browser."""
