"""The audio formats of an episode: an encoder for each, and modules for their tags and chapters.

The names and properties of the formats are in `script.models.formats`; the command line, the schemas in `docs/` (made
by `audiobrief schema`) and most tests take them from there. `encoders.ENCODERS` has a function for each, which encodes
by a command of `audio.encode`, or by a writer of its own as `wave` is, and writes the tags by a module of this package.
Only a format that feeds take is also read back, by `publish.pictures` and `publish.preflight.facts`.

Tests: a module in `tests/episode/formats`; `BY_MUTAGEN` in `tests/judges/test_formats.py`, a reader of its chapters;
for a writer of files, `WRITERS` in `tests/test_architecture.py`. `tests/publish/test_audio_formats.py` names the tables
that lack a format. Document: `docs/formats.md`. The formats of sounds that a script plays are in `audio.decode`.
"""
