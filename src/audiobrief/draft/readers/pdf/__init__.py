"""Read an article from a PDF."""
