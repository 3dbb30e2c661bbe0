"""How English numbers are read: cardinals, ranges and Roman numerals."""
