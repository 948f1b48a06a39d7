"""What administrators see, as text."""
