"""A browser plays the pages, and validators find nothing in them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from audiobrief.publish.pages.pages import episode_page
from judges.readers import HERE, ran
from judges.site import EPISODE, Served, served
from publish.pages.page_builder import show_page, write_site
from publish.pages.test_pages import EVIL, evil_channel, evil_item
from publish.serving.served import serving

pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(
        shutil.which("chromium") is None or shutil.which("java") is None,
        reason="Chromium or Java is not installed (CONTRIBUTING says how)",
    ),
]

LOOKS = tuple(product(("desk", "phone"), ("light", "dark")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("site") / "public"
    folder.mkdir()
    with served(folder) as address:
        yield address


def quiet(seen: dict[str, Any]) -> dict[str, Any]:
    """See that a page said nothing to the console, and asked nobody else."""
    assert seen["said"] == []
    assert seen["elsewhere"] == []
    return seen


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("path", [EPISODE, "/", "/page/2/"])
def test_axe_finds_nothing(site: Served, path: str, size: str, scheme: str) -> None:
    seen = quiet(site.browse(path, "look", size, scheme))
    assert seen["found"] == []
    assert seen["width"] <= seen["room"]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_it_plays_and_seeks(site: Served, size: str) -> None:
    first, playing, chapter, line, paused = quiet(site.browse(EPISODE, "play", size))["steps"]
    item = site.item
    assert (first["paused"], first["time"], first["toggle"]) == (True, 0, "Play")
    assert (playing["paused"], playing["toggle"]) == (False, "Pause")
    assert playing["time"] > 0
    assert playing["lines"] == [item.sentences[0].text]
    assert chapter["chapter"] == item.chapters[1].title
    assert item.chapters[1].start <= chapter["time"] < item.chapters[1].start + 2
    assert chapter["session"] == f"{item.title} · {item.chapters[1].title}"
    assert item.sentences[1].start <= line["time"] < item.sentences[1].start + 2
    assert line["lines"] == [item.sentences[1].text]
    assert not line["paused"]
    assert paused["paused"]


def test_the_word_that_is_said_is_marked(site: Served) -> None:
    steps = quiet(site.browse(EPISODE, "words", "desk"))["steps"]
    assert len(steps) == 4
    for step in steps:
        sentence = next(each for each in site.item.sentences if each.text == step["lines"][0])
        said = [word.text for word in sentence.words or () if word.start <= step["time"] + 0.02]
        assert step["words"] == said[-1:] != []


def test_the_text_follows_the_sound(site: Served) -> None:
    seen = quiet(site.browse(EPISODE, "follow", "desk"))
    marked = [(time, text, start) for time, text, start in seen["marked"] if text is not None]
    texts = list(dict.fromkeys(text for _, text, _ in marked))
    assert len(texts) >= 2
    # The first is marked before anything is played.
    assert texts == [sentence.text for sentence in site.item.sentences][1 : len(texts) + 1]
    # A tenth of a second at double speed: a frame is drawn sixty times a second where the machine is not busy.
    assert all(-0.03 <= time - start <= 0.3 for time, _, start in marked)
    assert seen["steps"][0]["inView"] in {True, None}
    assert seen["steps"][0]["scrolled"] > 0


@pytest.mark.parametrize("looks", [("desk",), ("desk", "still")])
def test_it_scrolls_along_until_the_reader_scrolls_away(site: Served, looks: tuple[str, ...]) -> None:
    along, away, still_away, back = quiet(site.browse(EPISODE, "scroll", *looks))["steps"]
    assert along["scrolled"] > 0
    assert not along["follow"]
    assert away["scrolled"] == 0
    assert away["follow"]
    assert still_away["scrolled"] == 0
    assert still_away["follow"]
    assert back["scrolled"] > 0
    assert not back["follow"]


def test_the_keyboard(site: Served) -> None:
    seen = quiet(site.browse(EPISODE, "keys"))
    at, item = seen["steps"], site.item
    assert at[0]["time"] == pytest.approx(item.chapters[1].start, abs=0.01)
    assert at[1]["time"] == pytest.approx(item.chapters[1].start + 5, abs=0.01)
    assert at[2]["time"] == pytest.approx(item.chapters[1].start, abs=0.01)
    assert [step["rate"] for step in at[2:6]] == [1, 1.25, 1.5, 1.25]
    assert at[6]["muted"]
    starts = [sentence.start for sentence in item.sentences]
    following = next(start for start in starts if start > item.chapters[1].start + 0.02)
    assert at[7]["time"] == pytest.approx(following, abs=0.01)
    assert at[8]["time"] < following
    assert at[9]["time"] == 0
    assert [step["paused"] for step in at[9:12]] == [True, False, True]
    assert seen["help"]
    assert at[13]["time"] == pytest.approx(at[12]["time"], abs=0.01)
    assert at[14]["rate"] == 1.25


def test_a_link_to_a_moment(site: Served) -> None:
    seen = quiet(site.browse(f"{EPISODE}#t=0:07", "link"))
    first, other = seen["steps"]
    assert (first["time"], first["paused"]) == (pytest.approx(7, abs=0.01), True)
    assert seen["copied"] == f"{site.address}{EPISODE}#t=0:07"
    assert seen["status"] == "Copied: 0:07"
    assert other["time"] == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_without_javascript(site: Served, size: str) -> None:
    seen = quiet(site.browse(EPISODE, "plain", size, "nojs"))
    assert seen["controls"]
    assert not seen["custom"]
    for text in [*(sentence.text for sentence in site.item.sentences), *(mark.title for mark in site.item.chapters)]:
        assert text in seen["text"]


def test_the_cues_are_those_of_the_file(site: Served) -> None:
    path = site.folder / "media" / "the-bridge.vtt"
    read = json.loads(ran("node", HERE / "read_pages.mjs", path).stdout)
    assert read["found"] == []
    cues = quiet(site.browse(EPISODE, "cues"))["cues"]
    assert len(cues) == len(site.item.sentences)
    parsed = read["transcripts"][str(path)]
    assert [cue[2] for cue in cues] == [cue[2] for cue in parsed]
    for cue, other, sentence in zip(cues, parsed, site.item.sentences, strict=True):
        assert cue[:2] == pytest.approx(other[:2], abs=0.0005)
        assert cue[:2] == pytest.approx([sentence.start, sentence.end], abs=0.0005)


@pytest.mark.parametrize("url", ["javascript:window.ran_=1", "data:text/html,<script>window.ran_=1</script>"])
def test_scripts_in_texts_run_nowhere(tmp_path: Path, url: str) -> None:
    text = EVIL.replace("ran()", "window.ran_=1")
    channel, item = evil_channel(text, url), evil_item(text, url)
    write_site(tmp_path, channel, ())
    (tmp_path / "index.html").write_text(show_page(channel, [item]), encoding="utf-8")
    # The text itself is no name for a folder.
    (tmp_path / "episodes" / "evil").mkdir(parents=True)
    (tmp_path / "episodes" / "evil" / "index.html").write_text(episode_page(channel, item), encoding="utf-8")
    with serving(tmp_path) as site:
        for path in ("/", "/episodes/evil/"):
            seen = json.loads(ran("node", HERE / "browse.mjs", f"{site.address}{path}", "rest").stdout)
            assert seen["ran"] is None
            assert seen["elsewhere"] == []
            # Its cover and its sound are not there; of scripts that were refused, the console would tell.
            assert [line for line in seen["said"] if "404" not in line] == []
            assert not [link for link in seen["links"] if link.startswith(("javascript:", "data:"))]
            assert sorted(kind for kind, _ in seen["scripts"]) == ["application/ld+json", "module"]


def test_html_validate_finds_nothing(site: Served) -> None:
    pages = [site.folder / path for path in ("index.html", "page/2/index.html", f"{EPISODE[1:]}index.html")]
    assert json.loads(ran("node", HERE / "read_pages.mjs", *pages).stdout)["found"] == []


def test_vnu_finds_nothing(site: Served) -> None:
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = [f"{site.address}{path}" for path in ("/", "/page/2/", EPISODE)]
    # Asked by their addresses: what `'self'` means in a policy is not known of a file.
    allowed = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    for done in (
        ran("java", allowed, "-jar", jar, "--Werror", *pages),
        ran("java", "-jar", jar, "--Werror", "--css", *(site.folder / "assets").glob("*.css")),
    ):
        assert (done.stdout, done.stderr) == (b"", b"")


def test_validators_find_what_is_wrong(tmp_path: Path) -> None:
    """They do read: an element that is not closed, and a cue that ends before it starts."""
    (tmp_path / "a.html").write_text("<p><b>x</p>")
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:02.000 --> 00:01.000\nx\n")
    found = json.loads(ran("node", HERE / "read_pages.mjs", tmp_path / "a.html", tmp_path / "a.vtt").stdout)["found"]
    assert any("a.html" in line for line in found)
    assert any("a.vtt" in line for line in found)
