"""Rules that an episode has to meet before it is published: pure functions over values, a module for each subject.

`item` calls those for an episode's addresses and texts, and `channel` those for the show; `preflight.preflight` calls
these two and all others, such as `chapters.chapter_rules`. A rule for a subject that has a module goes into its
function. What is longer than a limit of `preflight/data/limits.toml` is an error, without a function; a warning needs
one. The values come from `preflight.facts` and `preflight.site_facts`. Tests: a module for each subject under
`tests/publish/preflight/rules`. Document: the table in `docs/publishing.md`.
"""
