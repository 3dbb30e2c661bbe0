"""Sound: sentences that are heard, rendered episodes, and the sites in which they are published."""
