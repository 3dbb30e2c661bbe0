"""Compare words that were said with words that were heard: spellings and numerals are evened out."""
