"""Read an article from a file or an address."""
