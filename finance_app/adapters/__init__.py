"""What is outside: each third-party library and each file format has its one home here."""
