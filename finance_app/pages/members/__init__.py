"""Who is in the book that is shown, and who is invited to it."""
