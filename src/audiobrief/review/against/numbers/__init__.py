"""Find numbers, quantities and times in a text, and compare them with those of an article."""
