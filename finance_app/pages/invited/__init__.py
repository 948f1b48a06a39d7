"""What an invitation leads to."""
