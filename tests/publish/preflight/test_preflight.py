"""Rendered episodes are looked at as a whole, with what stands at the place."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from PIL import Image

from audiobrief.episode.manifest import ManifestShow, manifest_path
from audiobrief.errors import AudiobriefError
from audiobrief.production.render import render_episode
from audiobrief.publish.preflight.preflight import Report, preflight
from audiobrief.publish.publishing import publish
from audiobrief.publish.rendered import read_rendered_episodes
from audiobrief.publish.site.channel import ChannelSource
from audiobrief.publish.site.opening import open_site
from audiobrief.script.loader import load_script
from audiobrief.storage.place_address import parse_place
from builders import audiobrief, picture, write_script
from interference import tree_of
from publish.preflight.rules.lines import SHOW
from publish.sets import HOUSE, SCRIPT, cover, rendered_set

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
EVERYBODY = "[Apple, Spotify, PSP-1]"
AGAIN = "(render the script again)"


def looked_at(*episodes: Path, site: Path | None = None, now: datetime = NOW, **options: Any) -> Report:
    """Look at episodes, and fail where one cannot be read."""
    rendered = read_rendered_episodes(episodes, _raise)
    if site is None:
        return preflight(rendered, now=now, **options)
    with open_site(parse_place(str(site)), dry_run=True) as opened:
        return preflight(rendered, site=opened, now=now, **options)


def found(*episodes: Path, **options: Any) -> list[str]:
    """Return the findings, without the folder."""
    report = looked_at(*episodes, **options)
    return [str(finding).replace(f"{episodes[0].parent}/", "") for finding in report.findings]


def put(site: Path, *episodes: Path) -> None:
    with open_site(parse_place(str(site))) as opened:
        publish(read_rendered_episodes(episodes, _raise), opened, _raise, now=NOW)


def _raise(_episode: Path | str, error: AudiobriefError) -> None:
    raise error


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def render(
    folder: Path, house: tuple[str, str] = ("", ""), script: tuple[str, str] = ("", ""), art: bytes | None = None
) -> Path:
    """Render an episode in which a part of the house file or of the script is another one."""
    assert house[0] in HOUSE
    assert script[0] in SCRIPT
    (folder / "show.yaml").write_text(HOUSE.replace(*house, 1), encoding="utf-8")
    (folder / "cover.png").write_bytes(art or cover())
    (folder / "chapter.png").write_bytes(picture("PNG", 8, 8))
    path = write_script(folder, SCRIPT.replace(*script, 1), "bridge.yaml")
    return render_episode(load_script(path), folder / "out" / "bridge.mp3").audio


def drawn(kind: str = "PNG", size: tuple[int, int] = (1400, 1400), mode: str = "RGB") -> bytes:
    content = io.BytesIO()
    Image.new(mode, size).save(content, kind)
    return content.getvalue()


def said_anew(episode: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Change what a manifest says."""
    place = manifest_path(episode)
    content = json.loads(place.read_text("utf-8"))
    change(content)
    place.write_text(json.dumps(content), encoding="utf-8")
    return episode


def named_anew(episode: Path) -> Path:
    """Make a manifest name the files as they are."""

    def change(content: dict[str, Any]) -> None:
        for file in content["files"]:
            data = episode.with_name(file["name"]).read_bytes()
            file |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    return said_anew(episode, change)


class TestGoodEpisodes:
    def test_nothing_is_found(self, out: Path) -> None:
        assert found(rendered_set(out)) == []

    def test_nothing_is_found_where_it_is_out(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode)
        assert found(episode, site=site) == []

    def test_nothing_is_found_in_what_was_just_rendered(self, tmp_path: Path) -> None:
        assert found(render(tmp_path)) == []

    @pytest.mark.parametrize(
        ("language", "disclosure", "opening"),
        [
            ("de", "Die Stimmen, die Sie gehört haben, sind synthetisch.", "Heute Abend geht es um die Brücke."),
            ("fr", "Les voix que vous avez entendues sont synthétiques.", "Ce soir, nous parlons du pont."),
            ("es", "Las voces que han escuchado son sintéticas.", "Hoy hablamos del puente."),
            ("uk", "Голоси, які ви чули, синтетичні.", "Сьогодні ми говоримо про міст."),
        ],
    )
    def test_other_languages(self, language: str, disclosure: str, opening: str, out: Path) -> None:
        sentences = [
            {"start": float(at), "end": at + 1.0, "text": text, "speaker": "low", "line": at + 4}
            for at, text in enumerate((opening, disclosure))
        ]
        assert found(rendered_set(out, language=language, sentences=sentences)) == []

    def test_nothing_is_written(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode)
        before = tree_of(site), tree_of(out)
        looked_at(episode, site=site)
        looked_at(rendered_set(out, "other", number=2), site=site)
        assert tree_of(site) == before[0]
        assert {path: content for path, content in tree_of(out).items() if path.startswith("episode")} == before[1]

    def test_a_manifest_stands_for_its_episode(self, out: Path) -> None:
        episode = rendered_set(out, summary=None)
        line = "episode.episode.json: summary: warning: the episode has no summary "
        assert found(manifest_path(episode)) == found(episode) == [
            f"{line}(write summary: in the script, and render again) [Apple]"
        ]  # fmt: skip


class TestRenderedFaults:
    """A script is rendered with each fault."""

    @pytest.mark.parametrize(
        ("art", "faults"),
        [
            (drawn(size=(1399, 1399)), ["the picture has 1399 x 1399 pixels"]),
            (drawn(size=(1400, 1500)), ["the picture is not square"]),
            (drawn(mode="L"), ["the picture's colours are grey"]),
            (drawn(mode="RGBA"), ["the picture is transparent in parts"]),
            (drawn("JPEG", mode="CMYK"), ["the picture's colours are CMYK"]),
            (picture("PNG", 1400, 1400), ["the picture has"]),
        ],
        ids=["small", "oblong", "grey", "transparent", "cmyk", "heavy"],
    )
    def test_a_cover(self, art: bytes, faults: list[str], tmp_path: Path) -> None:
        lines = found(render(tmp_path, art=art))
        assert [line.startswith("bridge.mp3: cover: error: ") for line in lines] == [True] * len(faults)
        assert all(fault in line for fault, line in zip(faults, lines, strict=True))

    @pytest.mark.parametrize(
        ("house", "script", "expected"),
        [
            (
                ("language:", "output: {sample_rate: 48000}\nlanguage:"),
                ("", ""),
                (
                    "bridge.mp3: warning: its sample rate is 48000 Hz (set sample_rate: under output: to 44100, and "
                    "render "
                    "again) [Apple]"
                ),
            ),
            (
                ("language:", "output: {bitrate: 64k}\nlanguage:"),
                ("", ""),
                (
                    "bridge.mp3: warning: its bit rate is 64 kbit/s (set bitrate: under output: to 96k to 192k, and "
                    "render "
                    "again) [Apple, Spotify]"
                ),
            ),
            (
                ("", ""),
                ("heard are synthetic.", "heard are beautiful."),
                (
                    "bridge.episode.json: sentences: error: the episode never says that its voices are synthetic "
                    "(let the "
                    "outro say "
                    "it, such as 'The voices that you heard are synthetic.', and render again) [Apple]"
                ),
            ),
            (
                ("description: One story a day.\n", ""),
                ("", ""),
                (
                    "bridge.episode.json: show.description: error: the show has no description (write description: "
                    "in the "
                    f"house file) {EVERYBODY}"
                ),
            ),
            (
                ("https://the-show.radio/", "http://localhost:8000/"),
                ("", ""),
                (
                    "bridge.episode.json: show.address: warning: nobody else can reach 'localhost' (for a trial that "
                    "is "
                    "good; write the site's own address before the feed is handed in) [Apple, Spotify]"
                ),
            ),
            (
                ("", ""),
                ("title: The bridge", "title: 'The Show: the bridge'"),
                (
                    "bridge.episode.json: title: warning: the show's name 'The Show' stands in it (leave it out; "
                    "apps show "
                    "it) [Apple]"
                ),
            ),
        ],
        ids=["rate", "bitrate", "disclosure", "description", "localhost", "title"],
    )
    def test_a_word_of_the_script_or_of_the_house_file(
        self, house: tuple[str, str], script: tuple[str, str], expected: str, tmp_path: Path
    ) -> None:
        assert found(render(tmp_path, house, script)) == [expected]

    def test_a_sound_that_is_too_quiet(self, tmp_path: Path) -> None:
        episode = render(tmp_path, ("language:", "mastering: {loudness: -24 LUFS}\nlanguage:"))
        measured = json.loads(manifest_path(episode).read_text("utf-8"))["loudness"]["integrated_lufs"]
        assert abs(measured + 24) <= 0.5
        assert found(episode) == [
            (
                f"bridge.episode.json: loudness.integrated_lufs: error: it has {measured:.1f} LUFS, and podcasts have "
                "-16 ±0.5 (set loudness: under mastering: to -16 LUFS, and render again) [Apple, Spotify]"
            )
        ]

    def test_a_day_is_named_with_its_line_of_the_script(self, tmp_path: Path) -> None:
        script = ("intro: Good evening.", "intro: It was this morning.")
        episode = render(tmp_path, script=script)
        assert found(episode) == []
        said_anew(episode, lambda content: content.update(publish_at="2024-05-02T06:00:00+00:00"))
        line = SCRIPT[: SCRIPT.index(script[0])].count("\n") + 1
        assert found(episode) == [
            (
                f"bridge.yaml:{line}: error: 'this morning' is said of 2024-05-01, and the episode is dated 2024-05-02 "
                "(name the day, or bring date: and publish_at: together, and render again) [audiobrief]"
            )
        ]

    @pytest.mark.parametrize(
        ("now", "late"),
        [
            (datetime(2024, 5, 1, 23, tzinfo=UTC), None),
            (datetime(2024, 5, 2, 11, tzinfo=UTC), None),  # the first of May is not over in Hawaii
            (datetime(2024, 5, 2, 12, tzinfo=UTC), "2024-05-02"),
            (datetime(2024, 5, 8, 12, tzinfo=UTC), "2024-05-08"),
            (datetime(2024, 5, 9, 12, tzinfo=UTC), None),  # an archive keeps its days
        ],
    )
    def test_a_day_that_has_gone_by(self, now: datetime, late: str | None, out: Path, site: Path) -> None:
        episode = rendered_set(out, summary="What was mended today.")
        expected = (
            f"episode.episode.json: summary: warning: 'today' is said of 2024-05-01, and the episode goes out on "
            f"{late} "
            "(name the day, or correct date:, and render again) [audiobrief]"
        )
        assert found(episode, now=now) == ([expected] if late else [])
        put(site, episode)
        assert found(episode, now=now, site=site) == []


class TestFiles:
    def test_what_is_missing_or_another_file_is_named(self, out: Path) -> None:
        episode = rendered_set(out)
        episode.with_suffix(".vtt").unlink()
        with episode.with_suffix(".srt").open("a", encoding="utf-8") as stream:
            stream.write("\n")
        assert found(episode) == [
            f"episode.vtt: error: the file is missing, and the manifest names it {AGAIN} [audiobrief]",
            f"episode.srt: error: this is not the file that the manifest names {AGAIN} [audiobrief]",
        ]

    def test_what_is_no_sound_is_named(self, out: Path) -> None:
        episode = rendered_set(out)
        episode.write_bytes(b"words")
        assert found(named_anew(episode)) == [
            f"episode.mp3: error: this is no audio file that can be read {AGAIN} [audiobrief]"
        ]

    @pytest.mark.parametrize("kept", [0, 3, 10, 200, 5000])
    def test_a_sound_that_is_cut_off_is_named(self, kept: int, out: Path) -> None:
        episode = rendered_set(out)
        episode.write_bytes(episode.read_bytes()[:kept])
        lines = found(named_anew(episode))
        assert lines
        assert all(line.startswith("episode.mp3: ") for line in lines)

    def test_a_tag_that_another_program_wrote_is_named(self, out: Path) -> None:
        episode = rendered_set(out)
        tag = ID3(episode)
        tag["TIT2"].text = ["A bridge"]
        tag.save(episode, v2_version=3)
        lines = found(named_anew(episode))
        assert f"episode.mp3: error: the title in its tag is 'A bridge', not 'The bridge' {AGAIN} [audiobrief]" in lines

    def test_chapters_that_another_program_put_out_of_order_are_named(self, out: Path) -> None:
        episode = rendered_set(out)
        ID3(episode).save(episode, v2_version=3)  # mutagen sorts frames by their size
        lines = found(named_anew(episode))
        assert lines == [
            f"episode.mp3: chapters: error: the tag has its chapters out of order {AGAIN} [Podcasting 2.0]",
            (
                "episode.mp3: cover: error: the picture stands behind the chapters, where some apps stop "
                f"{AGAIN} [Podcasting 2.0]"
            ),
        ]

    def test_a_tag_without_chapters_is_named(self, out: Path) -> None:
        episode = rendered_set(out)
        tag = ID3(episode)
        for key in [key for key in tag if key.startswith(("CHAP", "CTOC"))]:
            del tag[key]
        tag.save(episode, v2_version=3)
        assert found(named_anew(episode)) == [
            (
                "episode.mp3: chapters: error: the tag has 0 tables of contents of the top level, and apps want 1 "
                f"{AGAIN} [Apple]"
            ),
            f"episode.mp3: chapters: error: the tag has 0 chapters, and the manifest 3 {AGAIN} [Apple, Podcasting 2.0]",
        ]

    def test_texts_that_are_not_utf8_are_named(self, out: Path) -> None:
        episode = rendered_set(out)
        for ending in (".vtt", ".srt", ".chapters.json"):
            episode.with_name(f"episode{ending}").write_bytes(b"\xff\xfe")
        assert found(named_anew(episode)) == [
            f"episode{ending}: error: the text is not UTF-8 {AGAIN} [audiobrief]"
            for ending in (".vtt", ".srt", ".chapters.json")
        ]

    def test_chapters_of_another_manifest_are_named(self, out: Path) -> None:
        episode = rendered_set(out)
        said_anew(episode, lambda content: content["chapters"][2].update(title="Thanks"))
        at = json.loads(manifest_path(episode).read_text("utf-8"))["chapters"][2]["start"]
        assert found(episode) == [
            f"{name}: chapters.2: error: {holder} has 'Credits' at {at:g} s, and the manifest 'Thanks' at {at:g} s "
            f"{AGAIN} [Apple, Podcasting 2.0]"
            for name, holder in (("episode.mp3", "the tag"), ("episode.chapters.json", "the file"))
        ]

    def test_control_characters_are_named_and_the_rest_is_still_looked_at(self, out: Path) -> None:
        episode = rendered_set(out, summary="It\u0007rained today.", publish_at="2024-05-02T06:00:00Z")
        assert [re.sub(r" \(.*", "", line) for line in found(episode)] == [
            "episode.episode.json: summary: error: it holds the control character U+0007",
            "episode.episode.json: summary: error: 'today' is said of 2024-05-01, and the episode is dated 2024-05-02",
        ]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (None, "there is no manifest episode.episode.json beside it"),
            ("words", "this is no manifest: it is not JSON"),
            ("[" * 100_000, "this is no manifest: it is not JSON"),
            ("{}", "title: field required"),
            ("[]", "this is no manifest: input should be"),
        ],
        ids=["missing", "words", "deep", "empty", "list"],
    )
    def test_one_without_a_manifest_does_not_keep_the_others_back(
        self, content: str | None, message: str, out: Path
    ) -> None:
        episode, other = rendered_set(out), rendered_set(out, "other")
        place = manifest_path(episode)
        place.unlink()
        if content is not None:
            place.write_text(content, encoding="utf-8")
        failures: list[str] = []
        rendered = read_rendered_episodes([episode, other], lambda _, error: failures.append(str(error)))
        report = preflight(rendered, now=NOW)
        assert [good.path for good in report.publishable_episodes] == [other]
        (failure,) = failures
        assert message in failure
        assert failure.endswith(")")


class TestWhatStands:
    def test_another_guid_in_the_feed_is_named(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode)
        feed = site / "feed.xml"
        guid = re.search(r"<guid[^>]*>([^<]+)<", feed.read_text("utf-8"))
        assert guid
        feed.write_text(feed.read_text("utf-8").replace(guid[1], "another"), encoding="utf-8")
        assert found(episode, site=site) == [
            (
                f"episode.episode.json: slug: error: the guid is 'another' in the feed, and '{guid[1]}' in what the "
                f"site "
                f"remembers (bring back the feed as it was; a guid never changes) {EVERYBODY}"
            )
        ]

    def test_a_lost_memory_is_named(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode)
        shutil.rmtree(site / "state")
        (line,) = found(episode, site=site)
        assert line.startswith("episode.episode.json: slug: error: the feed has this episode with the guid '")
        assert "bring back the folder state of the site" in line

    def test_another_podcast_guid_is_named(self, out: Path, site: Path) -> None:
        episode = rendered_set(out)
        put(site, episode)
        feed = site / "feed.xml"
        text = re.sub(r"(<podcast:guid>)[^<]+", r"\1another", feed.read_text("utf-8"))
        feed.write_text(text, encoding="utf-8")
        (line,) = found(episode, site=site)
        assert line.startswith("episode.episode.json: error: the feed's podcast:guid is 'another', and '")

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ("<channel>", "<channel><x:y/>", "line 3: this is not well-formed XML"),
            ("<?xml", "<!DOCTYPE rss><?xml", "it has a DOCTYPE, which feeds do not need"),
            ("http://www.itunes.com/dtds/podcast-1.0.dtd", "https://x.example/", "the prefix 'itunes' stands for"),
        ],
    )
    def test_a_feed_that_cannot_be_continued_is_named(
        self, tmp_path: Path, out: Path, site: Path, old: str, new: str, what: str
    ) -> None:
        episode = rendered_set(out)
        put(site, episode)
        feed = site / "feed.xml"
        feed.write_text(feed.read_text("utf-8").replace(old, new), encoding="utf-8")
        (line,) = [line for line in found(episode, site=site) if "feed.xml" in line]
        assert line.startswith(f"{site}/feed.xml: error: {what}")
        assert line.endswith("(fix it, or move it away to start a new feed) [audiobrief]")
        before = tree_of(site)
        run = audiobrief("publish", str(episode), "--to", str(site), cwd=tmp_path)
        assert (run.status, tree_of(site)) == (1, before)
        assert f"{site}/feed.xml: error: {what}" in run.err

    def test_another_sound_is_named_and_a_correction_is_not(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        episode = rendered_set(out, sound=b"\0")
        assert found(episode, site=site) == [
            (
                "episode.episode.json: files: warning: another audio file is out under this id, and listeners are "
                "not told "
                "what changed (say it with --correct if something was put right) [audiobrief]"
            )
        ]
        assert found(episode, site=site, correcting=True) == []
        assert found(episode, correcting=True) == []

    def test_another_episode_of_the_same_name_is_named(self, out: Path, site: Path) -> None:
        put(site, rendered_set(out))
        (line,) = found(rendered_set(out, date="2024-05-02", number=2), site=site)
        assert line.startswith("episode.episode.json: slug: error: another episode is out as 'episode': 'The bridge' (")

    def test_a_number_that_another_one_has_is_named(self, out: Path, site: Path) -> None:
        expected = [
            "river.episode.json: number: warning: 'episode' is number 1, too (give each a number of its own) [Apple]"
        ]
        first, second = rendered_set(out), rendered_set(out, "river")
        assert found(first, second) == expected
        put(site, first)
        assert found(second, site=site) == expected

    def test_two_of_one_name_are_named(self, out: Path) -> None:
        first, second = rendered_set(out), rendered_set(out / "more")
        assert found(first, second) == [
            (
                "more/episode.episode.json: slug: error: episode.episode.json is 'episode', too, and one would take "
                "the "
                "other's place (give each a slug: of its own) [audiobrief]"
            )
        ]
        assert found(first, manifest_path(first)) == []

    def test_an_empty_place_has_nothing_against_it(self, out: Path, site: Path) -> None:
        assert found(rendered_set(out), site=site) == []
        assert not site.exists()


class TestTheShow:
    def test_the_newest_that_can_go_out_says_it(self, out: Path) -> None:
        old = rendered_set(out, "old", date="2024-04-01", number=2, show={"author": None})
        new = rendered_set(out)
        unfit = rendered_set(out, "unfit", date="2024-05-09", number=3, disclosure="", show={"description": None})
        assert [line for line in found(old, new, unfit) if ": show." in line] == []
        assert found(old)[0].startswith("old.episode.json: show.author: warning: the show has no author ")

    def test_the_house_file_says_it_instead(self, out: Path) -> None:
        episode = rendered_set(out, show={"description": None})
        assert not looked_at(episode).is_show_publishable
        good = ChannelSource("show.yaml", ManifestShow.model_validate(SHOW), "en-GB", cover())
        assert found(episode, show=good) == []
        wrong = ChannelSource("show.yaml", ManifestShow.model_validate(SHOW | {"author": None}), "en-GB", None)
        assert found(episode, show=wrong) == [
            "show.yaml: author: warning: the show has no author (write author: in the house file) [Apple]",
            f"show.yaml: cover: error: there is no picture (name a square JPEG or PNG in cover:) {EVERYBODY}",
        ]

    def test_an_episode_with_its_own_cover_may_be_the_first(self, out: Path, site: Path) -> None:
        special = rendered_set(out, "special", cover="episode", number=2, date="2024-05-02")
        (line,) = found(special, site=site)
        assert line == (
            "special.episode.json: show.cover: error: the show's picture is not known, since this episode has one of "
            f"its own (name the house file that has the show's cover: with --show) {EVERYBODY}"
        )
        house = ChannelSource("show.yaml", ManifestShow.model_validate(SHOW), "en-GB", cover())
        assert found(special, site=site, show=house) == []
        assert found(special, rendered_set(out), site=site) == []
        put(site, rendered_set(out))
        assert found(special, site=site) == []

    def test_what_another_tool_wrote_into_the_feed_counts(self, out: Path, site: Path) -> None:
        site.mkdir()
        shutil.copy(Path(__file__).parents[1] / "feed/feeds/castos.xml", site / "feed.xml")
        silent: dict[str, Any] = {"description": None, "author": None, "owner": None, "category": []}
        moved = (
            "episode.episode.json: show.address: warning: the feed tells apps that it has moved to "
            "'https://feeds.castos.example/q1' (delete itunes:new-feed-url in feed.xml, unless it is right) [Apple]"
        )
        assert found(rendered_set(out, show=silent, cover="episode"), site=site) == [moved]
        put(site, rendered_set(out, show=silent, cover="episode"))
        assert found(rendered_set(out, show=silent, cover="episode"), site=site) == [moved]
        feed = (site / "feed.xml").read_text("utf-8")
        assert "<itunes:email>post@deltadaily.example</itunes:email>" in feed
        assert '<itunes:image href="https://episodes.castos.example/cover.jpg"/>' in feed

    def test_a_show_that_cannot_go_out_keeps_all_back(self, out: Path) -> None:
        report = looked_at(
            rendered_set(out), rendered_set(out, "b", number=2, date="2024-05-02", show={"category": []})
        )
        assert not report.is_publishable
        assert report.publishable_episodes == ()
        assert all(each.is_publishable for each in report.episodes)
