"""The report: its figures, and a page on which nothing from a script is markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from audiobrief.archive.ledger import Row
from audiobrief.archive.report.figures import Bar, Cause, figures, histogram
from audiobrief.archive.report.page import report_page, write_report


def done(name: str, sound: float, seconds: float = 1.0, *guesses: str, lufs: float = -16.0) -> Row:
    return Row(script=name, state="done", sound=sound, seconds=seconds, guesses=guesses, lufs=lufs, worker="host:1")


def failed(error: str) -> Row:
    return Row(script="x", state="failed", error=error)


ROWS = (
    done("/a.yaml", 60, 2, "Kyiv", "Kyiv", "Lviv"),
    done("/b.yaml", 90, 9, "Kyiv"),
    failed("s/c.yaml:9:5: unknown sound 'x' (define it under sounds:)"),
    failed("s/d.yaml:11:7: unknown sound 'y' (define it under sounds:)"),
    failed("s/e.yaml: it took longer than 5 s"),
)


def test_figures() -> None:
    found = figures(ROWS)
    assert (found.done, found.failed, found.sound, found.work) == (2, 3, 150, 11)
    assert found.causes == (
        Cause("unknown sound 'x' (define it under sounds:)", 2, (ROWS[2].error, ROWS[3].error)),
        Cause("it took longer than 5 s", 1, (ROWS[4].error,)),
    )
    assert [row.script for row in found.slowest] == ["/b.yaml", "/a.yaml"]
    assert found.guesses == (("Kyiv", 2), ("Lviv", 1))


def test_a_histogram_has_round_bars() -> None:
    bars = histogram([0.5, 0.6, 1.0, 24.9])
    assert (bars[0], bars[-1]) == (Bar(0, 2, 3), Bar(24, 26, 1))
    assert sum(bar.count for bar in bars) == 4


@pytest.mark.parametrize("values", [[-16.0], [-16.02, -15.98], [0.0], [1e-9, 1e9], [3.0] * 5])
def test_a_histogram_has_every_value(values: list[float]) -> None:
    bars = histogram(values)
    assert sum(bar.count for bar in bars) == len(values)
    assert 1 <= len(bars) <= 26


def test_nothing_of_a_script_is_markup() -> None:
    hostile = "<script>alert(1)</script>"
    page = report_page(figures([done(hostile, 60, 1, hostile), failed(f"{hostile}: {hostile}")]), hostile)
    tree = html.fromstring(page)
    assert tree.xpath("//script") == []
    assert tree.xpath("//*[@src or @href]") == []
    assert len([each for each in tree.itertext() if hostile in each]) >= 5


def test_an_empty_archive_has_a_page(tmp_path: Path) -> None:
    write_report(figures([]), "out", tmp_path / "report.html")
    assert "Nothing failed." in (tmp_path / "report.html").read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
