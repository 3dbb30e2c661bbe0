"""An article of which only the beginning is there is said to be one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiobrief.draft.drafting import make_draft
from audiobrief.draft.readers.article_file import read_content
from builders import audiobrief

SENTENCE = "The pump of the town stopped on Monday, and nobody in the town knows yet why it did."
LONG = f"<p>{SENTENCE}</p>" * 20
PROMPT = "<p>Subscribe to read the full story.</p>"


def sign(body: str, head: str = "") -> str | None:
    article = f"<article><h1>The pump</h1><p>{SENTENCE}</p>{body}</article>"
    page = f"<html lang='en'><head>{head}</head><body>{article}</body></html>"
    return make_draft(read_content(page.encode(), "a.html", "html")).teaser_sign


def data(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


NOT_FREE = "the page says that it is not free to read"


@pytest.mark.parametrize(
    "head",
    [
        data({"@type": "NewsArticle", "isAccessibleForFree": False}),
        data({"@type": "NewsArticle", "isAccessibleForFree": "False"}),
        data([{"@graph": [{"hasPart": {"isAccessibleForFree": "http://schema.org/False"}}]}]),
        "<meta property='article:content_tier' content='locked'>",
        "<meta itemprop='isAccessibleForFree' content='false'>",
    ],
)
def test_a_short_page_that_says_that_it_is_not_free(head: str) -> None:
    assert sign("", head) == NOT_FREE
    assert sign(LONG, head) is None


@pytest.mark.parametrize(
    "head",
    [
        data({"isAccessibleForFree": True}),
        data({"isAccessibleForFree": None}),
        "<script type='application/ld+json'>{isAccessibleForFree: false</script>",
        "<script>var isAccessibleForFree = false</script>",
        "<meta property='article:content_tier' content='free'>",
    ],
)
def test_a_page_that_does_not_say_so(head: str) -> None:
    assert sign("", head) is None


@pytest.mark.parametrize(
    ("language", "prompt"),
    [
        ("en", "Subscribe to read the full story."),
        ("en", "Sign in to continue."),
        ("en", "Subscribe now or sign in to continue reading"),
        ("en", "To continue reading, please subscribe or log in."),
        ("en", "This article is for subscribers only."),
        ("en", "You have reached your limit of free articles this month."),
        ("en", "Subscriber-only content"),
        ("de", "Dieser Artikel ist nur für Abonnenten zugänglich."),
        ("de", "Jetzt weiterlesen mit Plus"),
        ("fr", "Article réservé aux abonnés"),
        ("fr", "Il vous reste 80 % de cet article à lire."),
        ("es", "Suscríbete para seguir leyendo"),
        ("uk", "Передплатіть, щоб читати далі"),
    ],
)
def test_a_page_that_asks_its_readers_to_pay(language: str, prompt: str) -> None:
    article = f"<article><h1>The pump</h1><p>{SENTENCE}</p><p>{prompt}</p></article>"
    page = f"<html lang='{language}'><body>{article}</body></html>"
    draft = make_draft(read_content(page.encode(), "a.html", "html"), language=language)
    assert [(each.reason, each.block.text) for each in draft.omitted] == [("prompt to subscribe", prompt)]
    assert draft.teaser_sign == f"it says: {prompt}"


@pytest.mark.parametrize(
    "sentence",
    [
        "The members of the club subscribe to a paper to read more of it.",
        "This story is about members of the club.",
        "This article is for members of the club who were there.",
        "Join the queue to get your share of the story, she said.",
        "To continue, the town has to find a new pump.",
    ],
)
def test_sentences_about_subscribers_are_spoken(sentence: str) -> None:
    assert sign(f"<p>{sentence}</p>") is None


def test_a_text_that_breaks_off() -> None:
    assert sign("<p>The mayor went on to say that …</p>") == "it breaks off"
    assert sign("<p>The mayor went on to say that [...]</p>") == "it breaks off"
    assert sign(f"{LONG}<p>The mayor went on to say that …</p>") is None


def test_it_is_said_on_the_terminal_and_in_the_script(tmp_path: Path) -> None:
    page = f"<html lang='en'><body><article><h1>The pump</h1><p>{SENTENCE}</p>{PROMPT}</article></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    run = audiobrief("draft", "a.html", "-q", cwd=tmp_path)
    warning, *_ = run.err.splitlines()
    assert warning.startswith("a.html: warning: perhaps this is only the beginning of the article: it says: Subscribe")
    assert "# Perhaps this is only the beginning of the article" in (tmp_path / "a.yaml").read_text(encoding="utf-8")
