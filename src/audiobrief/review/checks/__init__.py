"""Checks of a script before it is spoken: sentences, quotations, lengths, and what is never heard.

`run.check_script` calls all of them. Each yields `findings.Finding`s with an id, which only `docs/check.md` lists; the
command line and the editor show all findings alike. Tests: `tests/review/checks/test_checks.py`. What makes a script
invalid, instead, is found when it is loaded: `script.validation`.
"""
