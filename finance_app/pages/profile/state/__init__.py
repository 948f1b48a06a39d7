"""What the screen of one's own account remembers."""
