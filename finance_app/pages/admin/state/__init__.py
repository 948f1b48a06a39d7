"""What administrators are shown, and the use cases they call."""
