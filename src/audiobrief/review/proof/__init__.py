"""Proof-listening: what a speech recogniser hears in a finished episode, against what the script says."""
