"""The answers to requests, by their subjects: scripts, episodes, and the show with its new scripts."""
