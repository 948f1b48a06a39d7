"""What users choose for themselves."""
