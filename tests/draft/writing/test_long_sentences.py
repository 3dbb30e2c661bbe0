"""Long sentences: a cut is shown only where both halves are sentences."""

from __future__ import annotations

import pytest

from audiobrief.draft.writing.long_sentences import find_hard_sentences
from audiobrief.language.profile import load_language

MAN = "the man from the house by the river in the north of town"


def split_of(sentence: str, tag: str = "en") -> str | None:
    (hard,) = find_hard_sentences(sentence, load_language(tag))
    return hard.split


@pytest.mark.parametrize(
    "sentence",
    [
        f"He bought a bicycle for {MAN}, a bag of seed for the birds, a kettle, and a hat that was as big as {MAN}.",
        f"They say that it was built by {MAN} in one year, that it fell, and that it was built again by {MAN} then.",
        f"They say it was built by {MAN} in one year, but that nobody has seen it since, and that it belongs to {MAN}.",
        f"If the vote is lost by {MAN} on Thursday, and it may well be lost, the town will pay for all of {MAN}.",
        f"They stayed because {MAN} had gone to the fair on that day, and they knew that it would not come to {MAN}.",
        f"He bought three things: a bicycle for {MAN}, and for his friends; and it was a hat that he gave to {MAN}.",
        f"He saw a bicycle before the house of {MAN}; a bag of seed for the birds; and a hat that belonged to {MAN}.",
        f"The committee asked for {MAN} and for his dog, and the witness of the storm of that year, who was {MAN}.",
    ],
)
def test_a_list_and_a_clause_are_not_cut(sentence: str) -> None:
    assert split_of(sentence) is None


@pytest.mark.parametrize(
    ("first", "sign", "second"),
    [
        (
            f"They had waited for {MAN} since the morning of that day",
            ", and",
            f"they did not know that {MAN} had left",
        ),
        (
            f"When it rained, they waited for {MAN} in the hall",
            ", but",
            f"the door was shut by {MAN} in the evening",
        ),
        (
            f"They had waited for {MAN} since the morning of that day",
            ";",
            f"nobody had told them that {MAN} had left",
        ),
    ],
)
def test_two_sentences_are_cut(first: str, sign: str, second: str) -> None:
    follows = f"{sign[2:]} {second}".strip()
    assert split_of(f"{first}{sign} {second}.") == f"{first}. {follows[0].upper()}{follows[1:]}."
