"""Pages say what they are given, whatever it is, and nothing in it runs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.episode.manifest import ManifestFunding, ManifestPerson, ManifestWord
from audiobrief.errors import TemplateError
from audiobrief.publish.addresses import relative_address
from audiobrief.publish.models import Channel, Correction, Enclosure, Item, ItemChapter
from audiobrief.publish.pages.pages import POLICY, episode_page, show_pages
from audiobrief.publish.pages.templating import clean, page_files
from audiobrief.publish.pages.values import LANGUAGES, texts_for
from publish.pages.page_builder import ADDRESS, CHANNEL, ITEM, Reading, changed, many, sentence, show_page

EVIL = "\"></title></script><script>ran()</script><img src=x onerror=ran()>'{{ 7 * 7 }}<!--"
SCHEMES = (
    "javascript:ran()",
    " JaVaScRiPt:ran()",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "java\nscript:x",
)


def evil_channel(text: str, url: str) -> Channel:
    return Channel(
        title=text, address=ADDRESS, description=text, language="en", author=text, owner=None, category=(text,),
        explicit=False, link=url, cover=text, copyright=text, funding=(ManifestFunding(url=url, text=text),),
        persons=(ManifestPerson(name=text, role=text, link=url, image=url),), guid=text,
    )  # fmt: skip


def evil_item(text: str, url: str) -> Item:
    file = Enclosure(f"{text}.vtt", 1, text)
    return Item(
        guid=text, slug=text, title=text, published=datetime(2023, 2, 17, tzinfo=UTC), summary=text, language="en",
        duration=9.0, enclosure=file, disclosure=text, cover=text, transcripts=(file,), chapters_file=file,
        chapters=(ItemChapter(0.0, 9.0, text, url, text),),
        sentences=(sentence(0.0, 1.0, text, text), sentence(1.0, 2.0, text, "")),
        persons=(ManifestPerson(name=text, role=text, link=url, image=url),),
        source_title=text, source_publisher=text, source_url=url,
        corrections=(Correction(datetime(2023, 2, 18, tzinfo=UTC), text),),
    )  # fmt: skip


def structure(page: str) -> list[tuple[str, frozenset[str]]]:
    """Return a page's elements with the names of their attributes."""
    return [(tag, frozenset(found)) for tag, found in Reading(page).elements]


@pytest.fixture(scope="module")
def episode() -> Reading:
    return Reading(episode_page(CHANNEL, ITEM))


@pytest.fixture(scope="module")
def show() -> Reading:
    return Reading(show_page(CHANNEL, [ITEM]))


class TestTexts:
    @pytest.mark.parametrize("url", SCHEMES)
    def test_scripts_in_any_field_stay_texts(self, url: str) -> None:
        channel, item = evil_channel(EVIL, url), evil_item(EVIL, url)
        plain, like = evil_channel("plain", url), evil_item("plain", url)
        assert structure(episode_page(channel, item)) == structure(episode_page(plain, like))
        assert structure(show_page(channel, [item])) == structure(show_page(plain, [like]))
        for page in (episode_page(channel, item), show_page(channel, [item])):
            assert "".join(EVIL.split()) in "".join(Reading(page).text.split())
            assert [value for _, _, value in Reading(page).addresses if "ran()" in value] == []

    @settings(max_examples=60)
    @given(text=st.text(min_size=1, max_size=60), url=st.text(max_size=30))
    def test_any_text_in_any_field_is_shown_and_nothing_more(self, text: str, url: str) -> None:
        channel, item = evil_channel(text, url), evil_item(text, url)
        for page in (episode_page(channel, item), show_page(channel, [item])):
            page.encode()
            reading = Reading(page)
            assert " ".join(clean(text).split()) in reading.text
            scripts = reading.all("script")
            assert {script.get("type") for script in scripts} == {"module", "application/ld+json"}
            assert len(scripts) == 2
            assert all(
                name.startswith(("../../assets/", "./assets/")) for name in (s["src"] for s in scripts if "src" in s)
            )
            assert not [
                name for _, found in reading.elements for name in found if name.startswith("on") or name == "style"
            ]
            json.loads(reading.scripts[-1])

    def test_control_characters_are_left_out(self) -> None:
        page = episode_page(CHANNEL, changed(title="a\x00b\x0b\ud800c\ufffe"))
        assert "<h1>abc</h1>" in page

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_words_are_in_the_pages_language(self, language: str) -> None:
        page = Reading(episode_page(replace(CHANNEL, language=language), changed(language=f"{language}-XX")))
        _, texts = texts_for(language)
        assert page.all("html")[0]["lang"] == f"{language}-XX"
        assert texts["transcript"] in page.text
        assert set(texts) == set(texts_for("en")[1])
        for name, text in texts.items():
            assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", texts_for("en")[1][name])

    def test_english_words_in_another_language_say_so(self) -> None:
        page = episode_page(CHANNEL, changed(language="pl"))
        assert '<h2 id="transcript-title" lang="en">Transcript</h2>' in page
        assert "17 lutego 2023" in page

    def test_the_direction_is_in_every_page(self) -> None:
        assert Reading(episode_page(CHANNEL, changed(language="ckb"))).all("html", lang="ckb", dir="rtl")
        assert Reading(episode_page(CHANNEL, changed(language="he-Latn"))).all("html", dir="ltr")
        show = Reading(
            show_page(replace(CHANNEL, language="ur"), [changed(language="ur-Latn"), changed(language="ur")])
        )
        assert show.all("html", lang="ur", dir="rtl")
        assert len(show.all("h3", lang="ur-Latn", dir="ltr")) == len(show.all("h3", lang="ur-Latn")) == 1
        assert not show.all("h3", lang="ur")

    def test_other_sites_do_not_learn_which_page_was_read(self, episode: Reading, show: Reading) -> None:
        for page in (episode, show):
            assert page.all("meta", name="referrer", content="same-origin")


class TestAddresses:
    def test_nothing_is_fetched_from_elsewhere(self, episode: Reading, show: Reading) -> None:
        for reading in (episode, show):
            fetched = [value for tag, _, value in reading.addresses if tag not in {"a", "link"}]
            fetched += [found["href"] for found in reading.all("link") if found["rel"] in {"stylesheet", "icon"}]
            assert fetched
            assert all(value.startswith(("../../", "./")) for value in fetched if value)

    def test_links_are_relative_to_the_page(self, episode: Reading, show: Reading) -> None:
        assert episode.all("audio", src="../../media/the-bridge.mp3", preload="metadata")
        assert episode.all("a", href="../../media/the-bridge.srt")
        assert episode.all("a", href="../../")
        assert show.all("a", href="./episodes/the-bridge/")
        assert show.all("img", src="./media/cover-1.jpg")

    def test_a_path_cannot_lead_to_another_host(self) -> None:
        assert relative_address("./", "//evil.example/x") == "./evil.example/x"
        assert relative_address("./", "a:b c") == "./a%3Ab%20c"


class TestEpisode:
    def test_it_can_be_read_without_javascript(self, episode: Reading) -> None:
        assert episode.all("audio", controls="")
        for mark, time in zip(ITEM.chapters, ("0", "12.5", "30"), strict=True):
            assert episode.all("a", href=f"#t={time}")
            assert mark.title in episode.text
        assert all(sentence.text in episode.text for sentence in ITEM.sentences)

    def test_sentences_have_their_times(self, episode: Reading) -> None:
        times = [
            (float(line["data-start"]), float(line["data-end"])) for line in episode.all("span", **{"class": "line"})
        ]
        assert times == [(sentence.start, sentence.end) for sentence in ITEM.sentences]

    @pytest.mark.parametrize(
        ("text", "words", "expected"),
        [
            ("It rained.", ((0.5, "It"), (0.7254, "rained.")), "0.5 2 0.725 7"),
            ("😀 It’s 5 km", ((1, "😀 It’s"), (2, "5 km")), "1 7 2 4"),
            ("It rained.", ((0.5, "It"),), None),
            ("It rained.", (), None),
        ],
    )
    def test_words_have_their_starts_and_lengths(
        self, text: str, words: tuple[tuple[float, str], ...], expected: str | None
    ) -> None:
        timed = tuple(ManifestWord(start=start, end=start + 0.2, text=word) for start, word in words)
        line = sentence(0.0, 3.0, text, "Presenter").model_copy(update={"words": timed})
        (span,) = Reading(episode_page(CHANNEL, changed(sentences=(line,)))).all("span", **{"class": "line"})
        assert span.get("data-words") == expected

    def test_it_says_all_that_is_known(self, episode: Reading) -> None:
        for said in (
            "17 February 2023", "Season 2", "Episode 7", "1 min", "It is open again.", "Spoken by synthetic voices.",
            "Quotation", "The bridge was closed for six days.", "Bridge open again", "The Paper", "Ada Byron", "Host",
            f"{ADDRESS}feed.xml", "© 2023",
        ):  # fmt: skip
            assert said in episode.text
        assert episode.all("a", href="https://example.org/ice")

    def test_what_is_not_known_leaves_no_trace(self) -> None:
        page = Reading(
            episode_page(
                replace(CHANNEL, cover=None, persons=(), funding=(), copyright=None),
                changed(chapters=(), sentences=(), transcripts=(), chapters_file=None, source_title=None,
                        source_publisher=None, source_url=None, corrections=(), number=None, season=None),
            )
        )  # fmt: skip
        assert "None" not in page.text
        assert not {"Transcript", "Chapters", "Source", "Corrections", "People"} & {text.strip() for text in page.texts}

    def test_social_networks_and_search_engines_are_told(self, episode: Reading) -> None:
        said = {found["property"]: found["content"] for found in episode.all("meta") if "property" in found}
        assert said["og:title"] == "The bridge"
        assert said["og:url"] == f"{ADDRESS}episodes/the-bridge/"
        assert said["og:image"] == f"{ADDRESS}media/cover-1.jpg"
        assert said["og:audio"] == f"{ADDRESS}media/the-bridge.mp3"
        assert said["og:locale"] == "en_GB"
        data: dict[str, Any] = json.loads(episode.scripts[-1])
        assert data["@type"] == "PodcastEpisode"
        assert data["duration"] == "PT0M40S"
        assert data["associatedMedia"]["contentUrl"] == f"{ADDRESS}media/the-bridge.mp3"
        assert data["partOfSeries"]["webFeed"] == f"{ADDRESS}feed.xml"
        assert [clip["startOffset"] for clip in data["hasPart"]] == [0.0, 12.5, 30.0]
        assert data["isBasedOn"]["url"] == "https://example.org/bridge"

    def test_the_policy_forbids_all_but_the_pages_own(self, episode: Reading) -> None:
        (policy,) = episode.all("meta", **{"http-equiv": "Content-Security-Policy"})
        digest = base64.b64encode(hashlib.sha256(episode.scripts[-1].encode()).digest()).decode()
        assert policy["content"].replace(f" 'sha256-{digest}'", "") == POLICY

    def test_recordings_are_marked(self) -> None:
        recorded = sentence(20.5, 28.0, "It holds.", "Ada Byrne").model_copy(update={"recorded": True})
        page = episode_page(CHANNEL, replace(ITEM, sentences=(*ITEM.sentences[:3], recorded, ITEM.sentences[4])))
        assert re.findall(r'<b class="speaker">(.*?)</b>', page) == [
            "Presenter",
            "Presenter",
            'Ada Byrne <span class="recorded">(recorded)</span>',
            "Presenter",
        ]


class TestShow:
    def test_it_is_paged(self) -> None:
        pages = show_pages(CHANNEL, list(reversed(many(65))))
        assert list(pages) == ["index.html", "page/2/index.html", "page/3/index.html"]
        assert pages["index.html"] == show_page(CHANNEL, many(65))
        shown = [
            found["href"]
            for page in pages.values()
            for found in Reading(page).all("a")
            if "/episodes/e" in found["href"]
        ]
        assert [re.sub(r"\D", "", href) for href in shown] == [str(at) for at in range(65)]
        last = Reading(pages["page/3/index.html"])
        assert last.all("a", rel="prev", href="../../page/2/")
        assert not last.all("a", rel="next")
        assert last.all("a", **{"aria-current": "page", "href": "../../page/3/"})

    @pytest.mark.slow
    def test_ten_thousand_episodes(self) -> None:
        began = monotonic()
        pages = show_pages(CHANNEL, many(10_000))
        assert len(pages) == 334
        assert max(map(len, pages.values())) < 60_000
        assert monotonic() - began < 60

    def test_no_episodes(self) -> None:
        assert texts_for("en")[1]["no_episodes"] in Reading(show_page(CHANNEL, [])).text


class TestFiles:
    def test_names_change_with_contents(self, tmp_path: Path) -> None:
        (tmp_path / "style.css").write_text("body { color: red }")
        own: Mapping[str, bytes] = page_files()
        theirs = page_files(tmp_path)
        assert len(own) == len(theirs) == 3
        assert set(own) & set(theirs) == {name for name in own if name.endswith(".js")}
        for path, content in theirs.items():
            assert re.fullmatch(r"assets/(style|player|reading)-[0-9a-f]{12}\.(css|js)", path)
            assert hashlib.sha256(content).hexdigest()[:12] in path
            user = b"".join(theirs.values()).decode() if "reading" in path else episode_page(CHANNEL, ITEM, tmp_path)
            assert (f"'./{path[7:]}'" if "reading" in path else f'"../../{path}"') in user


class TestTemplates:
    def test_a_newsroom_has_its_own(self, tmp_path: Path) -> None:
        (tmp_path / "people.html.j2").write_text("<p>With {% for one in people %}{{ one.name }}{% endfor %}</p>")
        item = changed(persons=(ManifestPerson(name="<b>"),))
        assert "<p>With &lt;b&gt;</p>" in episode_page(CHANNEL, item, tmp_path)

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("<p>\n{{ nothing }}", 2, "'nothing' is undefined"),
            ("\n\n{% if %}", 3, "Expected an expression"),
            ("\n{{ 1 / 0 }}", 2, "division by zero"),
            ("{{ page.__class__.__mro__ }}", 1, "unsafe"),
            ("\n{% include 'not-there' %}", 2, "not-there"),
            ("{% include 'people.html.j2' %}", 1, "recursion"),
        ],
    )
    def test_a_wrong_one_is_named_with_its_line(self, tmp_path: Path, text: str, line: int, said: str) -> None:
        path = tmp_path / "people.html.j2"
        path.write_text(text)
        with pytest.raises(TemplateError) as caught:
            episode_page(CHANNEL, ITEM, tmp_path)
        assert str(caught.value).startswith(f"{path}:{line}: ")
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_one_that_is_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "people.html.j2").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(TemplateError, match=r"people\.html\.j2:1: it is no UTF-8"):
            episode_page(CHANNEL, ITEM, tmp_path)

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(TemplateError, match="no such folder"):
            show_page(CHANNEL, [], tmp_path / "none")
