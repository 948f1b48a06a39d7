"""What the pages of accounts remember, and the use cases they call."""
