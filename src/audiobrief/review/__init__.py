"""Findings for an editor: checks, a comparison with the article, proof-listening, and names to confirm."""
