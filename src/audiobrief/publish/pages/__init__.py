"""The HTML pages of a podcast's site."""
