"""The audio formats of an episode: an encoder for each, and modules for their tags and chapters."""
