"""The rules by which English text is read."""
