"""Pages of which little is spoken: the draft says so, and the exit status is 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.draft.model import Block, OmittedBlock
from audiobrief.draft.stories.shortfall import describe_shortfall
from builders import audiobrief

ADVICE = "(compare it with the page, or save its article as text)"


def omitted(words: int, reason: str) -> OmittedBlock:
    return OmittedBlock(Block("word " * words), reason)


@pytest.mark.parametrize(
    ("spoken", "left_out", "line"),
    [
        (100, [], None),
        (99, [], f"only 99 words of the page are spoken {ADVICE}"),
        (300, [omitted(600, "code")], None),
        (
            300,
            [omitted(601, "code")],
            f"only 300 words of the page are spoken, and 601 words of other paragraphs are left out {ADVICE}",
        ),
        (300, [omitted(2_000, "comments")], None),
        (300, [omitted(19, "navigation")] * 100, None),
    ],
)
def test_shortfall(spoken: int, left_out: list[OmittedBlock], line: str | None) -> None:
    assert describe_shortfall(["word " * spoken], left_out) == line


@pytest.mark.parametrize(("ending", "options", "status"), [("html", [], 1), ("html", ["--force"], 0), ("txt", [], 0)])
def test_little_of_a_page_ends_with_status_1(tmp_path: Path, ending: str, options: list[str], status: int) -> None:
    article = tmp_path / f"a.{ending}"
    text = "The bridge is closed.\n\nIt will be opened in May, the town said."
    page = "<title>Bridge</title><p>The bridge is closed.</p><p>It will be opened in May, the town said.</p>"
    article.write_text(f"<html><body>{page}</body></html>" if ending == "html" else text, encoding="utf-8")
    run = audiobrief("draft", article, "-o", "a.yaml", *options, cwd=tmp_path)
    assert run.status == status
    script = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert ("only 13 words of the page are spoken" in script) is (ending == "html")


@pytest.mark.parametrize(("options", "status"), [([], 1), (["--force"], 0)])
def test_little_of_a_page_in_a_bulletin_costs_a_line_and_the_status(
    tmp_path: Path, options: list[str], status: int
) -> None:
    (tmp_path / "a.txt").write_text(
        "The ferry is late.\n\nIt had to wait for a pilot, the owner said.", encoding="utf-8"
    )
    page = "<title>Bridge</title><p>The bridge is closed.</p><p>It will be opened in May, the town said.</p>"
    (tmp_path / "b.html").write_text(f"<html lang='en'><body>{page}</body></html>", encoding="utf-8")
    run = audiobrief("draft", "a.txt", "b.html", *options, cwd=tmp_path)
    assert run.status == status
    line = f"only 13 words of the page are spoken {ADVICE}"
    assert (f"b.html: {line}" in run.err.splitlines()) is (status == 1)
    assert f"# Attention: {line}" in (tmp_path / "bulletin.yaml").read_text(encoding="utf-8")


def test_the_text_of_a_feed_may_be_short(tmp_path: Path) -> None:
    item = "<item><title>Bridge</title><content:encoded>The bridge is closed until May.</content:encoded></item>"
    (tmp_path / "feed.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Echo</title>{item}</channel></rss>",
        encoding="utf-8",
    )
    assert audiobrief("draft", "--feed", "feed.xml", cwd=tmp_path).status == 0
