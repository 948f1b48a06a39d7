"""Somebody's own account: their name, their data, and leaving."""
