"""The operations of each noun: a call of a use case, and its answer."""
