"""Blocks and a timeline to the files of an episode.

A format of audio is named in `script.models.formats`, encoded by a function in `audio_file` (by `audio.encode`, if not
by `mp3`), and tagged by a module of its own (`id3`, `m4a`); `media_tags`, `publish.pictures`, `publish.preflight.facts`
and `publish.preflight.rules.audio` read it again.
"""
