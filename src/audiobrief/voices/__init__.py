"""Speak utterances: engines, selection of voices, the clip store and voice models.

`engine` has the interface, `engines` those that there are, and `registry` the table of them. `selection` chooses voices
for a script, `speaking` speaks what is not in `clip_store`, and `models` installs models that pip does not bring.
"""
