"""Find dates in a text, and compare them with those of an article."""
