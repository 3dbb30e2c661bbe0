"""What stands around an article: credits, invitations and questions to the reader are left out, sentences are not."""

from __future__ import annotations

from pathlib import Path

from audiobrief.draft.cleanup.selection import omission_reason
from audiobrief.language.profile import load_language
from builders import table_rows, wrong_rows


def reason_of(tag: str, text: str) -> str | None:
    return omission_reason(text, [load_language(tag)])


def test_what_is_left_out() -> None:
    rows = table_rows(Path(__file__).with_name("furniture.tsv"))
    assert not wrong_rows(reason_of, [((tag, text), reason or None) for tag, reason, text in rows])
