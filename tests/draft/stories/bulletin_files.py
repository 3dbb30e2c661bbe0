"""The articles of a bulletin: seven files in five formats and a feed of three, with three pairs of the same event."""

from __future__ import annotations

import html
import io
import tomllib
from pathlib import Path

from draft.article_files import HOUSE, pdf

EVENTS = {
    event["name"]: event
    for event in tomllib.loads((Path(__file__).parent / "event_pairs.toml").read_text(encoding="utf-8"))["events"]
}
FILES = (
    ("bank.txt", "bank merger", 0),
    ("bank.html", "bank merger", 1),
    ("tennis.md", "tennis final", 0),
    ("coins.docx", "museum theft", 0),
    ("school.pdf", "school roof collapse", 0),
    ("chips.html", "quarterly results of a chip maker", 0),
    ("asteroid.txt", "asteroid", 0),
)
"""File, event and which of its reports."""
ENTRIES = (("tennis final", 1), ("museum theft", 1), ("oil spill", 0))
STORIES = 7


def report(event: str, number: int) -> list[str]:
    """Return a headline and the paragraphs under it."""
    text: str = EVENTS[event]["reports"][number]
    return text.strip().split("\n\n")


def address(event: str, number: int) -> str:
    return f"https://news.example/{event.replace(' ', '-')}/{number}"


def write_bulletin_files(folder: Path) -> list[str]:
    """Write a house file, the articles and the feed; return the articles' names."""
    (folder / "show.yaml").write_text(HOUSE, encoding="utf-8")
    for name, event, number in FILES:
        (folder / name).write_bytes(_file(Path(name).suffix, event, number))
    items = "".join(_entry(event, number, hour) for hour, (event, number) in enumerate(ENTRIES))
    (folder / "feed.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Echo</title><link>https://news.example/</link><language>en</language>{items}</channel></rss>",
        encoding="utf-8",
    )
    return [name for name, _, _ in FILES]


def _file(ending: str, event: str, number: int) -> bytes:
    headline, *paragraphs = report(event, number)
    if ending == ".html":
        return _page(headline, paragraphs, address(event, number)).encode()
    if ending == ".md":
        top = f"---\ntitle: {headline}\npublisher: The Courier\nurl: {address(event, number)}\n---\n"
        return "\n\n".join([top, *paragraphs]).encode()
    if ending == ".docx":
        return _docx(headline, paragraphs)
    if ending == ".pdf":
        return pdf([headline, *paragraphs])
    return "\n\n".join([headline, address(event, number), *paragraphs]).encode()


def _page(headline: str, paragraphs: list[str], url: str) -> str:
    text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    head = f'<link rel="canonical" href="{url}"><meta property="og:site_name" content="The Herald">'
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{html.escape(headline)}</title>{head}</head><body><article>'
        f"<h1>{html.escape(headline)}</h1>{text}</article></body></html>"
    )


def _docx(headline: str, paragraphs: list[str]) -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph(headline, style="Title")
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _entry(event: str, number: int, hour: int) -> str:
    headline, *paragraphs = report(event, number)
    text = html.escape("".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs))
    return (
        f"<item><title>{html.escape(headline)}</title><link>{address(event, number)}</link>"
        f"<pubDate>Sun, 29 Nov 2026 {12 - hour:02}:00:00 GMT</pubDate>"
        f"<description>{html.escape(paragraphs[0])}</description><content:encoded>{text}</content:encoded></item>"
    )
