"""The rules for reading English text, in modules by subject.

`rules` has them in tables, in the order in which they are tried; the first that returns a reading wins. A rule takes a
text and a position, and returns a reading or None; its name after `read_` is what `audiobrief read -v` shows. Lists of
words are in `reading/normalise/data/english.toml`; full stops that end no sentence are in
`language/data/sentences.toml`. `abbreviations` has Dr, St and No. 10; `references` has scripture, sections and
paragraphs. Tests: rows of `tests/reading/normalise/english.tsv`. Document: `docs/script-reference.md`.
"""
