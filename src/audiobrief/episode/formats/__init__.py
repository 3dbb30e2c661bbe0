"""The audio formats of an episode: an encoder for each, and modules for their tags and chapters.

The names and properties of the formats are in `script.models.formats`; `encoders.ENCODERS` has a function for each,
which calls a command of `audio.encode` and writes the tags by a module of this package. A format that feeds take is
also read back, by `episode.media_tags`, `publish.pictures` and `publish.preflight.facts`.
"""
