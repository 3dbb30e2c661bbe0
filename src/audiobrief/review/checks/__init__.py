"""Checks of a script before it is spoken: sentences, quotations, lengths, and what is never heard.

`run.check_script` calls all of them. Each yields `findings.Finding`s, which `docs/check.md` lists by their ids. What
makes a script invalid, instead, is found when it is loaded: `script.validation`.
"""
