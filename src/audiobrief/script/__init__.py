"""The YAML an author writes and what it means."""
