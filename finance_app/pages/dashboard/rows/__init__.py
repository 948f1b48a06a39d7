"""The dashboard as the browser gets it: text and charts, ready to show."""
