"""What the import screen remembers, and what one can do on it."""
