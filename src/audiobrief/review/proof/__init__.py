"""Proof-listening: compare what a speech recogniser hears in a finished episode with the script."""
