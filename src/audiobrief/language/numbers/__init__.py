"""Numbers: the words that are numbers, and the numbers, quantities and times of a text with their values."""
