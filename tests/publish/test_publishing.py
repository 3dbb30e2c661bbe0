"""Episodes go out, change, are corrected and taken down."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from lxml import etree

from audiobrief.errors import AudiobriefError, PublishError, UsageError
from audiobrief.publish.feed.namespaces import NAMESPACES
from audiobrief.publish.publishing import Outcome, Report, publish, unpublish
from audiobrief.publish.rendered import read_rendered_episodes
from audiobrief.publish.site.opening import open_site
from audiobrief.storage.place_address import parse_place
from interference import tree_of
from publish.sets import rendered_set

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def put(site: Path, *episodes: Path, now: datetime = NOW, **options: Any) -> Report:
    """Publish, and fail where it fails."""
    with open_site(parse_place(str(site)), dry_run=options.pop("dry_run", False)) as opened:
        return publish(read_rendered_episodes(episodes, _raise), opened, _raise, now=now, **options)


def take_down(site: Path, *slugs: str, **options: Any) -> Report:
    with open_site(parse_place(str(site))) as opened:
        return unpublish(slugs, opened, _raise, now=NOW, **options)


def _raise(_episode: Path | str, error: AudiobriefError) -> None:
    raise error


def items(site: Path) -> list[etree._Element]:
    return etree.parse(site / "feed.xml").findall("channel/item")


def text(item: etree._Element, path: str) -> str | None:
    return item.findtext(path, namespaces=NAMESPACES)


def slugs(report: Report) -> dict[str, str]:
    return {outcome.slug: outcome.what for outcome in report.outcomes}


@contextmanager
def refusal(part: str) -> Iterator[None]:
    with pytest.raises(PublishError) as caught:
        yield
    message = str(caught.value)
    assert part in message
    assert message.endswith(")")
    assert "\n" not in message


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


class TestGoingOut:
    def test_what_the_feed_names_is_there_and_whole(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        feed = feedparser.parse((site / "feed.xml").read_bytes())
        (entry,) = feed.entries
        (sound,) = entry.enclosures
        name = sound.href.removeprefix("https://the-show.radio/")
        assert (site / name).read_bytes() == (out / "episode.mp3").read_bytes()
        assert (int(sound.length), sound.type) == ((out / "episode.mp3").stat().st_size, "audio/mpeg")
        assert not feed.bozo

    def test_the_files_of_a_site(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        folders = {path.rsplit("-", 1)[0] if "-" in path else path for path in tree_of(site)}
        assert folders == {
            "artwork/cover", "artwork/episodes/episode", "assets/player", "assets/reading", "assets/style",
            "episodes/episode/index.html", "feed.xml", "index.html", "media/episode", "state/channel.json",
            "state/index.json", "state/items/episode.0001.json",
        }  # fmt: skip

    def test_the_channel_is_what_the_house_file_says(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        channel = etree.parse(site / "feed.xml").find("channel")
        assert channel is not None
        said = {
            "title": "The Show", "description": "One story a day.", "link": "https://the-show.radio/",
            "language": "en-GB",
            "itunes:author": "The Desk", "itunes:owner/itunes:name": "The Desk",
            "itunes:owner/itunes:email": "desk@the-show.radio", "itunes:explicit": "false", "itunes:type": "episodic",
            "podcast:locked": "yes", "podcast:medium": "podcast", "podcast:funding": "Support the desk",
            "podcast:person": "Ada Smith", "podcast:guid": "0cb0f20c-fa4f-5b5f-87a1-2b8d7a10f57f",
        }  # fmt: skip
        assert {path: text(channel, path) for path in said} == said | {"podcast:guid": text(channel, "podcast:guid")}
        categories = channel.findall(".//itunes:category", NAMESPACES)
        assert [each.get("text") for each in categories] == ["News", "Daily News"]
        cover = channel.find("itunes:image", NAMESPACES)
        assert cover is not None
        assert (site / str(cover.get("href")).removeprefix("https://the-show.radio/")).is_file()

    def test_an_address_in_other_letters_is_a_uri_everywhere(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out, show={"address": "https://hafenmüller.example/für/", "link": "https://ü.example/"}))
        texts = {path: content for path, content in tree_of(site).items() if path.endswith((".xml", ".html", "json"))}
        assert [path for path, content in texts.items() if "müller" in content.decode()] == []
        address = b"https://xn--hafenmller-feb.example/f%C3%BCr/"
        with_addresses = {path for path in texts if not path.startswith("state/i") and "transcript" not in path}
        assert [path for path in with_addresses if address not in texts[path]] == []
        assert b"<link>https://xn--tda.example/</link>" in texts["feed.xml"]
        before = tree_of(site)
        put(site, rendered_set(out, show={"address": "https://hafenmüller.example/für", "link": "https://ü.example/"}))
        assert tree_of(site) == before

    def test_a_day_is_that_of_its_zone_in_page_feed_and_state(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out, date="2024-05-03T20:30:00-04:00"))
        (item,) = items(site)
        assert text(item, "pubDate") == "Fri, 03 May 2024 20:30:00 -0400"
        for page in ("index.html", "episodes/episode/index.html"):
            assert '<time datetime="2024-05-03T20:30:00-04:00">3 May 2024</time>' in (site / page).read_text("utf-8")
        before = tree_of(site)
        put(site, rendered_set(out, date="2024-05-03T20:30:00-04:00"))
        assert tree_of(site) == before
        put(site, rendered_set(out, date="2024-05-04T00:30:00Z"), correction="The zone.")
        assert text(items(site)[0], "pubDate") == "Sat, 04 May 2024 00:30:00 GMT"

    def test_the_show_needs_its_own_cover_from_somewhere(self, out: Path, site: Path) -> None:
        special = rendered_set(out, "special", cover="episode", number=2, date="2024-05-02", title="Special")
        put(site, special, rendered_set(out))
        channel = etree.parse(site / "feed.xml").find("channel")
        assert channel is not None
        assert "/artwork/cover-" in str(channel.xpath("string(*[local-name()='image']/@href)"))
        assert "/artwork/episodes/special-" in str(items(site)[0].xpath("string(*[local-name()='image']/@href)"))

    def test_an_item_has_what_directories_and_apps_ask_for(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        (item,) = items(site)
        assert text(item, "title") == "The bridge"
        assert text(item, "pubDate") == "Wed, 01 May 2024 00:00:00 GMT"
        assert text(item, "itunes:episode") == "1"
        assert text(item, "podcast:person") == "Bo Jones"
        assert text(item, "podcast:soundbite") == "The news"
        assert text(item, "podcast:txt") == "true"
        lines = html.unescape(re.sub("<(br|/p)>|<p>", "", text(item, "description") or "")).split("\n")
        assert [line for line in lines if line[:1].isdigit()] == [
            "00:00 Headlines",
            "00:01 The bridge",
            "00:05 Credits",
        ]
        assert "Source: Bridge reopens, The Crier, https://crier.example/bridge?a=1&b=2" in lines
        assert "Spoken by synthetic voices (tone)." in lines
        marks = item.findall("psc:chapters/psc:chapter", NAMESPACES)
        assert [mark.get("title") for mark in marks] == ["Headlines", "The bridge", "Credits"]
        assert marks[0].get("start") == "00:00:00.000"
        assert marks[1].get("href") == "https://crier.example/bridge"
        picture = str(marks[1].get("image")).removeprefix("https://the-show.radio/")
        assert (site / picture).read_bytes().startswith(b"\x89PNG")
        chapters = item.find("podcast:chapters", NAMESPACES)
        assert chapters is not None
        content = json.loads((site / str(chapters.get("url")).removeprefix("https://the-show.radio/")).read_bytes())
        assert [entry.get("img") for entry in content["chapters"]] == [None, marks[1].get("image"), None]

    def test_podcastparser_reads_the_same(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out), rendered_set(out, "second", title="Q & A <2>", number=2, date="2024-05-02"))
        with (site / "feed.xml").open("rb") as stream:
            feed = podcastparser.parse("https://the-show.radio/feed.xml", stream)
        read = feedparser.parse((site / "feed.xml").read_bytes())
        assert [each["title"] for each in feed["episodes"]] == ["Q & A <2>", "The bridge"]
        assert [each["guid"] for each in feed["episodes"]] == [each.id for each in read.entries]
        assert [each["published"] for each in feed["episodes"]] == [1714608000, 1714521600]
        assert [chapter["title"] for chapter in feed["episodes"][0]["chapters"]] == [
            "Headlines",
            "The bridge",
            "Credits",
        ]

    def test_publishing_the_same_again_changes_no_byte(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode)
        before = tree_of(site)
        report = put(site, episode, now=NOW + timedelta(days=400))
        assert (slugs(report), report.written, report.removed) == ({"episode": "unchanged"}, (), ())
        assert tree_of(site) == before

    def test_a_manifest_may_be_named_as_well(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode.with_name("episode.episode.json"))
        before = tree_of(site)
        put(site, episode)
        assert tree_of(site) == before

    def test_the_newest_comes_first_whatever_the_order_of_publishing(self, out: Path, tmp_path: Path) -> None:
        episodes = [
            rendered_set(out, f"e{day}", number=day, date=f"2024-05-{day:02d}", title=f"Day {day}")
            for day in range(1, 6)
        ]
        put(tmp_path / "at once", *episodes)
        for episode in (episodes[2], episodes[0], episodes[4], episodes[1], episodes[3]):
            put(tmp_path / "one by one", episode)
        titles = [text(item, "title") for item in items(tmp_path / "at once")]
        assert titles == ["Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]
        for name in ("feed.xml", "index.html"):
            assert (tmp_path / "at once" / name).read_bytes() == (tmp_path / "one by one" / name).read_bytes()

    def test_an_episode_without_a_date_came_out_when_it_was_published(self, out: Path, site: Path) -> None:
        episode = rendered_set(out, date=None)
        put(site, episode)
        put(site, episode, now=NOW + timedelta(days=1))
        assert text(items(site)[0], "pubDate") == "Sat, 01 Jun 2024 12:00:00 GMT"

    def test_a_damaged_set_is_refused_before_anything_is_written(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        (out / "episode.vtt").write_text("WEBVTT\n")
        with refusal("episode.vtt: this is not the file that the manifest names (render the script again)"):
            put(site, episode)
        assert tree_of(site) == {}

    def test_an_older_episode_does_not_bring_back_an_older_channel(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out, "new", date="2024-05-09", number=9, show={"title": "The new name"}))
        put(site, rendered_set(out, "old", date="2024-05-01", number=1, show={"title": "The old name"}))
        assert text(etree.parse(site / "feed.xml").getroot(), "channel/title") == "The new name"

    def test_a_show_without_an_address_is_refused(self, out: Path, site: Path) -> None:
        with refusal("the show has no address"):
            put(site, rendered_set(out, show={"address": None}))

    def test_a_rehearsal_says_what_would_be_done_and_does_nothing(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        rehearsed = put(site, episode, dry_run=True)
        assert not site.exists()
        assert put(site, episode).written == rehearsed.written
        assert rehearsed.written[-1] == "feed.xml"


class TestTime:
    def test_an_episode_is_held_until_its_time(self, out: Path, site: Path) -> None:
        episode = rendered_set(out, publish_at="2024-06-02T06:00:00+00:00")
        report = put(site, episode)
        held = Outcome("episode", "The bridge", "held", published=datetime(2024, 6, 2, 6, tzinfo=UTC))
        assert report == Report((held,), (), ())
        assert tree_of(site) == {}
        put(site, episode, now=datetime(2024, 6, 2, 6, tzinfo=UTC))
        assert text(items(site)[0], "pubDate") == "Sun, 02 Jun 2024 06:00:00 GMT"

    def test_what_is_due_comes_out_and_the_rest_waits(self, out: Path, site: Path) -> None:
        later = rendered_set(out, "later", publish_at="2024-06-03")
        report = put(site, later, rendered_set(out, "due"))
        assert slugs(report) == {"later": "held", "due": "published"}
        assert not [path for path in tree_of(site) if "later" in path]


class TestCorrecting:
    def test_the_id_stays_and_the_address_is_new(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        before = items(site)[0]
        report = put(site, rendered_set(out, sound=b"other"), correction="It was & is <open>.")
        after = items(site)[0]
        assert slugs(report) == {"episode": "corrected"}
        assert text(before, "guid") == text(after, "guid")
        assert text(before, "pubDate") == text(after, "pubDate")
        urls = [str(each.xpath("string(enclosure/@url)")) for each in (before, after)]
        assert urls[0] != urls[1]
        assert not (site / urls[0].removeprefix("https://the-show.radio/")).exists()
        assert "<p>Correction, 2024-06-01: It was &amp; is &lt;open&gt;.</p>" in (text(after, "description") or "")
        assert "It was &amp; is &lt;open&gt;." in (text(after, "content:encoded") or "")

    def test_the_address_is_new_for_the_same_sound_as_well(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        first = put(site, episode).outcomes[0].enclosure
        second = put(site, episode, correction="One.").outcomes[0].enclosure
        third = put(site, episode, correction="Two.").outcomes[0].enclosure
        assert len({first, second, third}) == 3

    def test_the_same_correction_again_changes_nothing(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode)
        put(site, episode, correction="One.")
        before = tree_of(site)
        put(site, episode, correction="One.", now=NOW + timedelta(days=1))
        put(site, episode, now=NOW + timedelta(days=2))
        assert tree_of(site) == before

    def test_corrections_are_kept_in_order_in_the_log(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode)
        for number, word in enumerate(("One.", "Two."), 1):
            put(site, episode, correction=word, now=NOW + timedelta(days=number))
        record = json.loads((site / "state/items/episode.0003.json").read_text())
        assert [(event["what"], event["text"]) for event in record["log"]] == [
            ("published", None), ("corrected", "One."), ("corrected", "Two."),
        ]  # fmt: skip
        assert not (site / "state/items/episode.0002.json").exists()

    def test_what_is_not_out_cannot_be_corrected(self, out: Path, site: Path) -> None:
        with refusal("this episode has not been published"):
            put(site, rendered_set(out), correction="One.")

    def test_a_control_character_is_refused_by_name(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        with refusal("the correction holds the control character U+0007"):
            put(site, rendered_set(out), correction="a\x07b")

    def test_another_episode_does_not_take_the_place_of_one_that_is_out(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        before = tree_of(site)
        with refusal("another episode is out as 'episode': 'The bridge'"):
            put(site, rendered_set(out, title="The river", date="2024-05-02", number=2))
        assert tree_of(site) == before


class TestTakingDown:
    def test_nothing_of_it_stays_but_its_id(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out), rendered_set(out, "other", number=2))
        guid = [text(item, "guid") for item in items(site) if text(item, "itunes:episode") == "1"]
        take_down(site, "episode")
        assert [text(item, "itunes:episode") for item in items(site)] == ["2"]
        left = [path for path in tree_of(site) if path.startswith(("media/episode", "episodes/episode", "artwork/epi"))]
        assert left == [path for path in left if "/other-" in path]
        put(site, rendered_set(out))
        assert [text(item, "guid") for item in items(site) if text(item, "itunes:episode") == "1"] == guid

    def test_twice_is_as_once(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        take_down(site, "episode")
        before = tree_of(site)
        report = take_down(site, "episode")
        assert (report.written, report.removed, tree_of(site)) == ((), (), before)

    def test_the_nearest_name_is_given(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        with refusal("there is no episode 'epsode' (did you mean 'episode'?)"):
            take_down(site, "epsode")

    def test_an_empty_place_has_nothing_to_take_down(self, site: Path) -> None:
        with refusal("nothing was published there"):
            take_down(site, "episode")


class TestWhatOthersWrote:
    def edited(self, site: Path, *pairs: tuple[str, str]) -> None:
        feed = (site / "feed.xml").read_text("utf-8")
        for old, new in pairs:
            assert feed.count(old) >= 1, old
            feed = feed.replace(old, new, 1)
        (site / "feed.xml").write_text(feed, "utf-8")

    def test_unknown_elements_and_comments_stay(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        self.edited(
            site,
            ("<rss ", '<?xml-stylesheet href="s.xsl"?>\n<!-- ours -->\n<rss xmlns:x="https://x.example/ns" '),
            ("<itunes:owner>", "<!-- the owner -->\n<x:hub a='1'>h<x:in/></x:hub><itunes:owner>"),
            ('<podcast:medium>', '<podcast:txt purpose="verify">abc</podcast:txt><podcast:medium>'),
            ("<item>", "<!-- the first -->\n<item>"),
            ("<pubDate>", "<x:note><![CDATA[a <b> & ]]></x:note><!-- inside --><pubDate>"),
        )  # fmt: skip
        put(site, rendered_set(out, "second", number=2, date="2024-05-02", title="Second"))
        put(site, rendered_set(out, sound=b"x"), correction="Better.")
        feed = (site / "feed.xml").read_text("utf-8")
        for kept in (
            '<?xml-stylesheet href="s.xsl"?>', "<!-- ours -->", "<!-- the owner -->", '<x:hub a="1">h<x:in/></x:hub>',
            '<podcast:txt purpose="verify">abc</podcast:txt>', "<!-- the first -->\n    <item>",
            "<x:note><![CDATA[a <b> & ]]></x:note>", "<!-- inside -->", "Better.",
        ):  # fmt: skip
            assert feed.count(kept) == (2 if kept == "Better." else 1), kept
        before = tree_of(site)
        put(site, rendered_set(out, sound=b"x"))
        assert tree_of(site) == before

    def test_items_that_somebody_else_published_stay_in_their_place(self, out: Path, site: Path) -> None:
        foreign = (
            "<item><title>Not ours</title><guid>theirs</guid><pubDate>Thu, 02 May 2024 00:00:00 GMT</pubDate></item>"
        )
        put(site, rendered_set(out))
        self.edited(site, ("<item>", foreign + "<item>"))
        put(site, rendered_set(out, "second", number=2, date="2024-05-03", title="Second"))
        put(site, rendered_set(out, "zero", number=0, date="2024-04-03", title="Zero"))
        assert [text(item, "title") for item in items(site)] == ["Second", "Not ours", "The bridge", "Zero"]
        assert foreign in (site / "feed.xml").read_text("utf-8")

    def test_what_they_changed_in_our_items_is_put_right(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        before = (site / "feed.xml").read_bytes()
        self.edited(site, ("<title>The bridge</title>", "<title>Not the title</title>"))
        put(site, rendered_set(out))
        assert (site / "feed.xml").read_bytes() == before

    def test_a_feed_that_was_begun_elsewhere_keeps_its_id(self, out: Path, site: Path) -> None:
        site.mkdir()
        (site / "feed.xml").write_text(
            '<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Old</title>'
            "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid><x/></channel></rss>"
        )
        put(site, rendered_set(out))
        root = etree.parse(site / "feed.xml").getroot()
        assert text(root, "channel/podcast:guid") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
        assert text(root, "channel/title") == "The Show"
        assert root.find("channel/x") is not None

    @pytest.mark.parametrize(
        ("feed", "message"),
        [
            ("<rss><channel></rss>", "feed.xml: line 1: this is not well-formed XML"),
            ("<html/>", "its root is <html>, not <rss>"),
            ('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "it has a DOCTYPE"),
            ('<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel/></rss>', "it is written in ISO-8859-1"),
            ("<rss/>", "it has no channel"),
            ('<rss xmlns:itunes="https://x.example/"><channel/></rss>', "the prefix 'itunes' stands for"),
            ("", "this is not well-formed XML"),
        ],
    )
    def test_what_is_no_feed_is_left_alone(self, out: Path, site: Path, feed: str, message: str) -> None:
        site.mkdir()
        (site / "feed.xml").write_text(feed)
        with refusal(message):
            put(site, rendered_set(out))
        assert (site / "feed.xml").read_text() == feed
        assert set(tree_of(site)) == {"feed.xml"}

    def test_a_feed_that_was_spoilt_since_keeps_everything_from_being_written(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        self.edited(site, ("<channel>", "<channel><x:y/>"))
        before = tree_of(site)
        with refusal("feed.xml: line 3: this is not well-formed XML"):
            put(site, rendered_set(out, "second", number=2, date="2024-05-02", title="Second"))
        with refusal("feed.xml: line 3: this is not well-formed XML"):
            take_down(site, "episode")
        assert tree_of(site) == before

    @pytest.mark.parametrize("date", ["", "<pubDate>2024-05-01T10:00:00+02:00</pubDate>", "<pubDate>soon</pubDate>"])
    def test_a_new_episode_comes_first_whatever_dates_others_wrote(self, out: Path, site: Path, date: str) -> None:
        site.mkdir()
        theirs = "".join(f"<item><title>{number}</title><guid>g{number}</guid>{date}</item>" for number in (2, 1))
        (site / "feed.xml").write_text(f"<rss version='2.0'><channel><title>T</title>{theirs}</channel></rss>")
        put(site, rendered_set(out, date="2024-05-03"))
        assert [text(item, "title") for item in items(site)] == ["The bridge", "2", "1"]

    def test_an_undated_item_stays_with_the_one_below_it(self, out: Path, site: Path) -> None:
        site.mkdir()
        days = (
            "Thu, 09 May 2024 00:00:00 GMT",
            "",
            "Sat, 04 May 2024 00:00:00 GMT",
            "Mon, 01 Jan 0001 00:00:00 GMT",
            "",
        )
        theirs = "".join(f"<item><title>{n}</title><pubDate>{day}</pubDate></item>" for n, day in enumerate(days))
        (site / "feed.xml").write_text(f"<rss version='2.0'><channel><title>T</title>{theirs}</channel></rss>")
        put(site, rendered_set(out, date="2024-05-06"))
        put(site, rendered_set(out, "old", date="2024-05-01", number=2, title="Old"))
        assert [text(item, "title") for item in items(site)] == ["0", "The bridge", "1", "2", "Old", "3", "4"]

    def test_times_of_another_tool_do_not_stay_behind(self, out: Path, site: Path) -> None:
        site.mkdir()
        (site / "feed.xml").write_text(
            "<rss version='2.0'><channel><title>T</title><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate>"
            "<lastBuildDate>Mon, 01 Jan 2024 00:00:00 GMT</lastBuildDate><ttl>60</ttl></channel></rss>"
        )
        put(site, rendered_set(out))
        root = etree.parse(site / "feed.xml").getroot()
        found = [text(root, f"channel/{name}") for name in ("pubDate", "lastBuildDate", "ttl")]
        assert found == [None, None, "60"]

    def test_another_spelling_of_namespaces_is_gone_on_with(self, out: Path, site: Path) -> None:
        site.mkdir()
        (site / "feed.xml").write_text(
            '<rss version="2.0" xmlns:p="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md" '
            'xmlns:itunes="https://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>T</title>'
            "<p:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</p:guid><itunes:author>Old</itunes:author>"
            '<p:value type="lightning"/><item><guid>theirs</guid><p:season>1</p:season></item></channel></rss>'
        )
        put(site, rendered_set(out))
        root = etree.parse(site / "feed.xml").getroot()
        assert [each.text for each in root.findall("channel/podcast:guid", NAMESPACES)] == [
            "917393e3-1b1e-5cef-ace4-edaa54e1f810"
        ]
        assert [each.text for each in root.findall("channel/itunes:author", NAMESPACES)] == ["The Desk"]
        assert root.find("channel/podcast:value", NAMESPACES) is not None
        assert root.find("channel/item/podcast:season", NAMESPACES) is not None
        before = tree_of(site)
        put(site, rendered_set(out))
        assert tree_of(site) == before

    def test_our_items_may_hold_elements_whose_prefix_the_channel_declares(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        self.edited(
            site,
            ("<channel>", '<channel xmlns:media="http://search.yahoo.com/mrss/">'),
            ("<pubDate>", "<media:x/><pubDate>"),
        )
        put(site, rendered_set(out, sound=b"x"), correction="Better.")
        assert (site / "feed.xml").read_text("utf-8").count("<media:x/>") == 1


class TestMemory:
    def test_a_feed_that_was_lost_is_made_again(self, out: Path, site: Path) -> None:
        episodes: Sequence[Path] = [rendered_set(out, f"e{n}", number=n, title=str(n)) for n in range(3)]
        put(site, *episodes)
        before = tree_of(site)
        (site / "feed.xml").unlink()
        put(site, episodes[0])
        assert tree_of(site) == before

    def test_an_index_that_was_lost_is_made_again(self, out: Path, site: Path) -> None:
        episodes = [rendered_set(out, f"e{n}", number=n, title=str(n)) for n in range(3)]
        put(site, *episodes)
        before = tree_of(site)
        for content in (None, b"{}", b"nonsense"):
            (site / "state/index.json").unlink()
            if content is not None:
                (site / "state/index.json").write_bytes(content)
            put(site, episodes[0])
            assert tree_of(site) == before

    def test_a_damaged_memory_is_said(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        (site / "state/items/episode.0001.json").write_text("{}")
        with refusal("episode.0001.json: this record of the site is damaged"):
            put(site, rendered_set(out))

    def test_a_new_address_is_in_every_item(self, out: Path, site: Path) -> None:
        put(site, *(rendered_set(out, f"e{n}", number=n, title=str(n)) for n in range(3)))
        guids = [text(item, "guid") for item in items(site)]
        put(site, rendered_set(out, "e2", number=2, title="2", show={"address": "https://moved.example/"}))
        feed = (site / "feed.xml").read_text("utf-8")
        assert "https://moved.example/media/e0-" in feed
        assert "https://the-show.radio/media" not in feed
        assert [text(item, "guid") for item in items(site)] == guids

    def test_a_place_that_cannot_be_written_is_said(self, out: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(AudiobriefError, match=r"cannot be written: .* \(.*--to\)"):
            put(tmp_path / "file" / "site", rendered_set(out))

    def test_an_unknown_kind_of_place_is_said(self) -> None:
        with (
            pytest.raises(UsageError, match="audiobrief cannot publish to gopher://"),
            open_site(parse_place("gopher://x/y")),
        ):
            pass
