"""Words such as 'today', which are wrong in an episode that is dated another day than its script was written for.

The day that counts is the one in the feed, not the one on which the episode is published: an archive keeps its days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from audiobrief.findings import Finding
from audiobrief.language.relative_days import day_words
from audiobrief.publish.preflight.requirements import error, warning


def day_rules(
    texts: Sequence[tuple[str | int, str]], language: str, written: date | None, out: date, late: date | None = None
) -> Iterator[Finding]:
    """Check that words such as 'today' mean the day that they were written for.

    Args:
        texts: texts with their places: lines of the script, or keys.
        language: BCP 47 tag.
        written: the day for which the script was written, if it has one.
        out: the day of the episode in the feed.
        late: the day on which it is first published, if that is some days after the one in the feed.
    """
    if written == out and late is None:
        return
    for where, text in texts:
        day, week = day_words(text, language, "day"), day_words(text, language, "week")
        if written is None:
            if day:
                yield warning(
                    where,
                    f"nothing says which day {_listed(day)} is",
                    "write date: in the script",
                )
            continue
        if written == out:
            if day:
                yield warning(
                    where,
                    f"{_listed(day)} is said of {written}, and the episode goes out on {late}",
                    "name the day, or correct date:, and render again",
                )
            continue
        if day:
            yield error(
                where,
                f"{_listed(day)} is said of {written}, and the episode is dated {out}",
                "name the day, or bring date: and publish_at: together, and render again",
            )
        if week:
            yield warning(
                where,
                f"{_listed(week)} is said of {written}, and the episode is dated {out}",
                "see whether it is still right",
            )


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)
