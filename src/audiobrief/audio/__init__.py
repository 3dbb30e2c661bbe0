"""Clips and sounds to mastered blocks of sound, and to files.

`decode` and `sounds` read sound files; `assemble` mixes, with `level` and `duck`; `master` and `loudness` master and
measure; `encode` encodes and decodes what is not MP3, which has a package of its own.
"""
