"""What is true: values and pure functions. No clock, no I/O."""
