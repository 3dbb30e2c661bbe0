"""Findings for an editor: checks, a comparison with the article, proof-listening, and names to confirm.

`checks` looks at a script alone, `against` compares it with articles, and `proof` listens to what was spoken.
"""
