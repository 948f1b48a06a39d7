"""What administrators see and do: users, switches, mail, how the server is. Nobody's money."""
