"""The rules for reading English numbers: cardinals, ranges and Roman numerals."""
