"""The place, the day and the agency before the first sentence are listed; names before a dash are not."""

from __future__ import annotations

from audiobrief.draft.cleanup.datelines import without_dateline
from audiobrief.draft.model import Block
from builders import wrong_rows

SENTENCE = "The bridge is open again."


def dateline(text: str) -> str:
    """Return what is separated from a text."""
    return " # ".join(block.text for block in without_dateline(Block(text)) if block.reason)


def test_datelines() -> None:
    rows = [
        "BRACKWATER —",
        "BRACKWATER, England —",
        "BRACKWATER, England (AP) —",
        "BRACKWATER (Reuters) -",
        "BRACKWATER, March 3 (Reuters) -",
        "BRACKWATER, March 3, 2021 (Reuters) -",
        "NEW YORK, N.Y. –",
        "SAINT-DENIS --",
        "Berlin (dpa) -",
        "Frankfurt/Main (dpa/lhe) -",
        "Berlin, 3. März (Reuters) -",
        "Madrid, 3 mar (EFE).-",
        "PARIS (AFP) —",
        "(AFP) -",
        "КИЇВ. 3 грудня. УНН.",
        "Київ (Укрінформ) –",
    ]
    assert not wrong_rows(dateline, [((f"{row} {SENTENCE}",), row) for row in rows])


def test_sentences_without_a_dateline() -> None:
    rows = [
        SENTENCE,
        "The bridge — it is of wood — is open.",
        "NATO – which met on Monday – is open to all.",
        "Ann Lee (AFP) said so.",
        "Ann Lee (54) - The mayor.",
        "T - The letter is missing.",
        "In May (the third month) - Nobody came.",
    ]
    assert not wrong_rows(dateline, [((row,), "") for row in rows])
