"""The category tree in the browser."""
