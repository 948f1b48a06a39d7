"""What the entries page remembers: the list, its filters, the form; and the use cases it calls."""
