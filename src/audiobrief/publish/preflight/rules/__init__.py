"""Rules that an episode has to meet before it is published: pure functions over values, a module for each subject.

`item` calls those for an episode's addresses and texts, and `channel` those for the show; `preflight.preflight` calls
these two and all others, such as those for artwork, audio and chapters. A length limit is a row of
`preflight/data/limits.toml`, and needs no function. The values come from `preflight.facts` and `preflight.site_facts`.
"""
