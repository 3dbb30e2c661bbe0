"""A podcast's site: where it is stored, and its records of episodes."""
