"""Read YAML with the position of every value, and refuse YAML's silent surprises."""
