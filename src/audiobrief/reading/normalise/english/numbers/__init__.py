"""The rules for reading English numbers: cardinals and sums, fractions, powers, ranges and Roman numerals."""
