"""What the page of rates remembers."""
