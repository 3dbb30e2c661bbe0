"""Parse the marks inside a script's text."""
