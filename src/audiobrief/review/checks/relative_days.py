"""Words such as 'today' whose day nothing says, or which come out on another one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from audiobrief.findings import Finding, Level, Place
from audiobrief.language.relative_days import find_day_words
from audiobrief.script.models.script import Script
from audiobrief.script.passages import Passage

__all__ = ["check_days"]


def check_days(script: Script, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Find words that mean a day only by the script's date, where there is none or the episode comes out on another.

    A word that means a week may still be right then, so it is told only with a date to judge it by.
    """
    written, out = _day(script.date), _day(script.publish_at)
    if written is not None and out in {None, written}:
        return
    kinds = ("day",) if written is None else ("day", "week")
    for passage in passages:
        for kind in kinds:
            for at, word in find_day_words(passage.text, script.language, kind):
                yield Finding(
                    Level.WARNING,
                    "relative-date",
                    Place.at(passage.place(at)),
                    f"nothing says which day '{word}' is"
                    if written is None
                    else f"'{word}' is said of {written}, and the episode comes out on {out}",
                    "write date: in the script, or name the day"
                    if written is None
                    else "name the day, or bring date: and publish_at: together",
                )


def _day(value: date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value
