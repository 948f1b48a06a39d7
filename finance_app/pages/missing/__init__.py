"""The screen for addresses that lead nowhere."""
