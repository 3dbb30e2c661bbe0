"""Read an article from a web page."""
