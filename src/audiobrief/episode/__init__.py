"""Blocks and a timeline to the files of an episode.

A format of audio is named in `script.models.formats`, encoded by a function in `formats.encoders` (by `audio.encode`,
if not by `mp3`), and tagged by a module in `formats`; `media_tags`, `publish.pictures`, `publish.preflight.facts` and
`publish.preflight.rules.audio` read those again that feeds carry.
"""
