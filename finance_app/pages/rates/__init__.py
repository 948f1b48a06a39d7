"""Rates: what they are and were, and those that a book holds of its own."""
