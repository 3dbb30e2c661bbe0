"""The rules for reading English text, in modules by subject.

`rules` has them in the order in which they are tried. A rule takes a text and a position, and returns a reading or
None. Lists of words are in `reading/normalise/data/english.toml`; full stops that end no sentence are in
`language/data/sentences.toml`; what each rule reads is in `tests/reading/normalise/english.tsv`.
"""
