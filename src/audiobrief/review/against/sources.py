"""Compare a script with several articles, and say which of them bears out each sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audiobrief.findings import Finding, Level, Place
from audiobrief.language.sentences import split_sentences
from audiobrief.review.against.compare import KnownFacts, compare
from audiobrief.script.models.script import Script
from audiobrief.script.passages import passages


def compare_with_sources(script: Script, sources: Mapping[str, str]) -> Iterator[Finding]:
    """Find the facts of a script that are in none of its articles, and for each sentence the articles that have all.

    Args:
        script: the script.
        sources: the plain texts of the articles by the names that notes show; with one article, there are no notes.
    """
    yield from compare(script, "\n\n".join(sources.values()))
    if len(sources) > 1:
        yield from _sources_of_sentences(script, sources)


def _sources_of_sentences(script: Script, sources: Mapping[str, str]) -> Iterator[Finding]:
    paragraphs = tuple(passages(script))
    known = {name: KnownFacts(script, text, paragraphs) for name, text in sources.items()}
    for passage in paragraphs:
        facts = {name: tuple(article.facts(passage)) for name, article in known.items()}
        for start, end in split_sentences(passage.text, script.language):
            names = [
                name
                for name, article in known.items()
                if (inside := [fact for fact in facts[name] if start <= fact.start < end])
                and all(article.has(passage, fact) for fact in inside)
            ]
            if names and len(names) < len(known):
                place = Place.at(passage.place(start))
                message = f"the facts of this sentence are in {', '.join(names)}"
                advice = "nothing has to be done; name this article as its source"
                yield Finding(
                    Level.NOTE, "against-source", place, message, advice, details={"sources": ", ".join(names)}
                )
