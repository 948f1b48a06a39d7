"""What the pages of payees and of tags remember."""
