"""Rates as the browser gets them: text, ready to show."""
