"""What is read: select() to values. The book is always an argument; nothing is decided here."""
