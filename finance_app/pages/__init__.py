"""Screens, unknown to one another."""
