"""What the security page remembers, and what one can do on it."""
