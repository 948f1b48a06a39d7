"""The import screen: a bank's file in, looked at, decided about, committed, undone."""
