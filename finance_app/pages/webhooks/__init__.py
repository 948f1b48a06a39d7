"""Webhooks of a book: what other programs are told."""
