"""The rules for reading English text, in modules by subject."""
