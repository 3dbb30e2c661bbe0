"""What the findings of proof-listening say."""

from __future__ import annotations

import pytest

from audiobrief.findings import Level, format_text
from audiobrief.review.proof.differences import Kind, proof_finding


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_message_and_advice(kind: Kind) -> None:
    finding = proof_finding(kind, 1.0, 3, script="north", heard="south", silence=3.0)
    assert finding.message
    assert finding.advice
    assert "\n" not in str(finding)


def test_only_a_missing_sentence_is_an_error() -> None:
    assert [kind for kind in Kind if proof_finding(kind, 1.0, 3).level is Level.ERROR] == [Kind.MISSING_SENTENCE]


def test_a_finding_has_its_line_and_time() -> None:
    finding = proof_finding(Kind.OTHER_WORDS, 83.42, 3, script="north", heard="south").in_file("x.yaml")
    assert format_text(finding, with_level=False) == (
        "x.yaml:3: at 1:23.4: said “north”, heard “south” "
        "(listen to it; render again, or respell the word in the lexicon)"
    )


def test_a_long_sentence_is_shortened_in_the_middle() -> None:
    message = proof_finding(Kind.MISSING_SENTENCE, 1.0, 3, script="word " * 100).message
    assert len(message) < 150
    assert " … " in message
