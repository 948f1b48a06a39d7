"""Entries in the browser: the list, its filters, the form for one."""
