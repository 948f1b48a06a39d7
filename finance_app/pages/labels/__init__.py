"""Payees and tags in the browser."""
