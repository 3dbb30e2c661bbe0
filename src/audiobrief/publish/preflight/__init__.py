"""Check an episode against the rules of directories and apps before it is published.

`facts` and `site_facts` read the values that the rules look at; `rules` has the rules, `requirements` what they share,
`data/limits.toml` the limits and who sets them; `preflight` runs all rules.
"""
