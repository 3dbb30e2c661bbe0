"""The audio formats of an episode: an encoder for each, and modules for their tags and chapters.

The names and properties of the formats are in `script.models.formats`; `encoders.ENCODERS` has a function for each,
which encodes by a command of `audio.encode`, or by a writer of its own as for WAV, and writes the tags by a module of
this package. A format that feeds take is also read back, by `publish.pictures` and `publish.preflight.facts`, with the
limits of `episode.media_tags`. Tests: `tests/episode/formats`; `tests/publish/test_audio_formats.py` names the tables
that lack a format, and `BY_MUTAGEN` in `tests/judges/test_formats.py` needs a reader of its chapters. Documents:
`docs/formats.md` and `docs/script-reference.md`; the schemas in `docs/` are made by `audiobrief schema`.
"""
