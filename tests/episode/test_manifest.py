"""The manifest: what an episode is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from audiobrief import __version__
from audiobrief.audio.loudness import Loudness
from audiobrief.episode.details import Details, build_manifest
from audiobrief.episode.manifest import Manifest, ManifestFile, ManifestVoice, manifest_text, read_manifest
from audiobrief.errors import EpisodeError
from audiobrief.script.models.script import Output, Soundbite
from audiobrief.script.models.segment import Source
from audiobrief.script.models.show import Funding, Owner, Person, Show
from audiobrief.script.models.sound import Picture
from audiobrief.timeline.timeline import Chapter, SpokenSentence
from builders import ROOT
from episode.details_builder import chapters, episode, timed

FILES = (
    ManifestFile(role="audio", name="x.mp3", type="audio/mpeg", bytes=1234, sha256="0" * 64),
    ManifestFile(role="vtt", name="x.vtt", type="text/vtt", bytes=5, sha256="1" * 64),
)


def built(details: Details, samples: int = 1) -> dict[str, Any]:
    """Return the manifest of an episode as it is written."""
    return build_manifest(details, Loudness(-16, -1), samples, FILES).content()


def test_it_says_what_the_episode_is() -> None:
    sentences = (SpokenSentence(44_100, 88_200, "Good evening.", "low", new_paragraph=True),)
    details = episode(timed(chapters("A", "B", url="https://example.org/"), sentences), date=date(2023, 2, 17))
    made = build_manifest(details, Loudness(-16.0432, -1.2345), 882_001, FILES).content()
    assert made == {
        "audiobrief": __version__,
        "title": "An episode",
        "slug": "x",
        "script": "x.yaml",
        "date": "2023-02-17",
        "number": 7,
        "season": 2,
        "language": "en-GB",
        "summary": "What it is about.",
        "source": {"title": "A headline", "publisher": "A paper", "url": "https://example.org/article"},
        "show": {
            "title": "The Show",
            "language": None,
            "author": "The Author",
            "link": "https://example.org/show",
            "copyright": "© 2023 The Author",
            "description": None,
            "address": None,
            "owner": None,
            "category": [],
            "explicit": None,
            "type": None,
            "locked": None,
            "funding": [],
            "persons": [],
        },
        "publish_at": None,
        "persons": [],
        "explicit": None,
        "soundbite": None,
        "cover": None,
        "duration": 20.0,
        "audio": {"format": "mp3", "bitrate": 128_000, "channels": 2, "sample_rate": 44_100, "samples": 882_001},
        "loudness": {"integrated_lufs": -16.04, "true_peak_dbtp": -1.23, "convention": "stereo"},
        "chapters": [
            {"start": 0.0, "end": 10.0, "title": "A", "url": "https://example.org/"},
            {"start": 10.0, "end": 20.0, "title": "B", "url": "https://example.org/"},
        ],
        "sentences": [
            {"start": 1.0, "end": 2.0, "text": "Good evening.", "speaker": "Low", "new_paragraph": True, "line": 1}
        ],
        "silences": [{"start": 0.0, "end": 20.0}],
        "voices": [
            {"speaker": "low", "label": "Low", "engine": "tone", "version": "1", "name": "440", "language": "en-GB"}
        ],
        "disclosure": "Spoken by synthetic voices (tone).",
        "files": [
            {"role": "audio", "name": "x.mp3", "type": "audio/mpeg", "bytes": 1234, "sha256": "0" * 64},
            {"role": "vtt", "name": "x.vtt", "type": "text/vtt", "bytes": 5, "sha256": "1" * 64},
        ],
    }


def test_a_chapter_has_its_own_source() -> None:
    source = Source(title="Bridge reopens", url="https://example.org/bridge")
    made = built(episode(timed((Chapter(0, 1, "A", source=source), Chapter(1, 2, "B")))))
    assert [chapter.get("source") for chapter in made["chapters"]] == [
        {"title": "Bridge reopens", "publisher": None, "url": "https://example.org/bridge"}, None
    ]  # fmt: skip


def test_it_says_what_is_said_when_and_where_it_stands_in_the_script() -> None:
    said = (
        SpokenSentence(0, 44_100, "It rained.", "low", line=3, said="It rained.", languages=("en-GB",)),
        SpokenSentence(88_200, 132_323, "Kyiv is calm.", "low", line=4, said="Keev is calm.", languages=("en-GB",)),
        SpokenSentence(132_323, 176_400, "Добрий день.", "low", line=4, said="Добрий день.", languages=("uk",)),
    )
    made = built(episode(timed(chapters("A"), said)))
    same = {"speaker": "Low", "new_paragraph": False}
    assert made["sentences"] == [
        same | {"start": 0.0, "end": 1.0, "text": "It rained.", "line": 3},
        same | {"start": 2.0, "end": 3.001, "text": "Kyiv is calm.", "line": 4, "said": "Keev is calm."},
        same | {"start": 3.001, "end": 4.0, "text": "Добрий день.", "line": 4, "languages": ["uk"]},
    ]


def test_one_channel_is_measured_as_two() -> None:
    details = episode(timed(chapters("A")), output=Output(channels=1))
    assert built(details)["loudness"]["convention"] == "dual mono"


def test_the_length_is_that_of_the_file() -> None:
    assert built(episode(timed(chapters("A"))), 44_145)["duration"] == 1.001


def test_a_time_keeps_its_zone() -> None:
    details = episode(timed(chapters("A")), date=datetime(2023, 2, 17, 18, 30, tzinfo=UTC))
    assert built(details)["date"] == "2023-02-17T18:30:00+00:00"


def test_the_language_of_the_show_is_that_of_its_house_file() -> None:
    made = built(episode(timed(chapters("A")), language="he", show_language="en-GB"))
    assert (made["language"], made["show"]["language"]) == ("he", "en-GB")


def test_what_is_not_known_is_null() -> None:
    bare = episode(
        timed(chapters("A")), source=Source(), show=Show(), number=None, season=None, summary=None,
        cover=Picture(ROOT / "x.jpg"),
    )  # fmt: skip
    made = built(bare)
    assert [made[key] for key in ("date", "number", "season", "summary")] == [None] * 4
    assert set(made["source"].values()) == {None}
    said = {key for key, value in made["show"].items() if value is not None}
    assert {key: made["show"][key] for key in said} == {"category": [], "funding": [], "persons": []}


def test_what_the_feed_needs_is_there() -> None:
    show = Show(
        title="The Show", description="What it is.", address="https://the-show.radio/",
        owner=Owner(name="Desk", email="desk@the-show.radio"),
        category=("News", "Daily News"), explicit=True,
        funding=(Funding(url="https://the-show.radio/pay", text="Pay"),),
        persons=(Person(name="Ada"),),
    )  # fmt: skip
    details = episode(
        timed(chapters("A")), show=show, publish_at=datetime(2023, 2, 18, 6, tzinfo=UTC),
        persons=(Person(name="Bo", role="guest"),),
        explicit=False, soundbite=Soundbite(start=1500, duration=20_000), cover=Picture(ROOT / "x.jpg"), own_cover=True,
    )  # fmt: skip
    made = built(details)
    assert made["show"]["owner"] == {"name": "Desk", "email": "desk@the-show.radio"}
    assert made["show"]["category"] == ["News", "Daily News"]
    assert made["show"]["funding"] == [{"url": "https://the-show.radio/pay", "text": "Pay"}]
    assert made["show"]["persons"] == [{"name": "Ada", "role": "host", "link": None, "image": None}]
    assert made["persons"] == [{"name": "Bo", "role": "guest", "link": None, "image": None}]
    assert made["publish_at"] == "2023-02-18T06:00:00+00:00"
    assert (made["explicit"], made["cover"]) == (False, "episode")
    assert made["soundbite"] == {"start": 1.5, "duration": 20.0, "title": "An episode"}


def test_it_holds_no_path_of_this_machine() -> None:
    details = episode(timed(chapters("A")), cover=Picture(ROOT / "audio_assets" / "cover.jpg"))
    assert str(ROOT) not in manifest_text(build_manifest(details, Loudness(-16, -1), 1, FILES))


def test_its_text_is_json_that_reads_back() -> None:
    made = build_manifest(episode(timed(chapters("Київ"))), Loudness(-16, -1), 1, FILES)
    text = manifest_text(made)
    assert json.loads(text) == made.content()
    assert "Київ" in text
    assert text.endswith("}\n")
    assert Manifest.model_validate_json(text) == made


def test_a_manifest_of_the_first_version_is_read(tmp_path: Path) -> None:
    """A manifest of 0.1.0 as it was first written, without sentences and with less about the show."""
    path = tmp_path / "x.episode.json"
    path.write_text(
        """{
          "audiobrief": "0.1.0", "title": "An episode", "slug": "x", "date": "2023-02-17", "number": null,
          "season": null, "language": "en-GB", "summary": null,
          "source": {"title": null, "publisher": null, "url": null},
          "show": {"title": "The Show", "author": null, "link": null, "copyright": null},
          "duration": 20.0,
          "audio": {"format": "mp3", "bitrate": 128000, "channels": 2, "sample_rate": 44100, "samples": 882000},
          "loudness": {"integrated_lufs": -16.04, "true_peak_dbtp": -1.23, "convention": "stereo"},
          "chapters": [{"start": 0.0, "end": 20.0, "title": "A", "url": null}],
          "voices": [{"speaker": "low", "label": "Low", "engine": "tone", "version": "1", "name": null,
                      "language": "en-GB"}],
          "disclosure": "Spoken by synthetic voices (tone).",
          "files": [{"role": "audio", "name": "x.mp3", "type": "audio/mpeg", "bytes": 3,
                     "sha256": "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB"}]
        }"""
    )
    manifest = read_manifest(tmp_path / "x.mp3")
    assert (manifest.title, manifest.audio_file.sha256, manifest.sentences) == ("An episode", "ab" * 32, ())
    assert manifest.publication_time == datetime(2023, 2, 17, tzinfo=UTC)


def test_times_keep_their_zone_and_a_day_starts_in_utc() -> None:
    rows = {
        "2024-05-03T20:30:00-04:00": "2024-05-03T20:30:00-04:00",
        "2024-05-03T20:30:00Z": "2024-05-03T20:30:00+00:00",
        "2024-05-03T20:30:00": "2024-05-03T20:30:00+00:00",
        "2024-05-03": "2024-05-03T00:00:00+00:00",
    }
    content = build_manifest(episode(timed(chapters("A"))), Loudness(-16.0, -1.0), 882_001, FILES).content()
    for written, read in rows.items():
        for key in ("date", "publish_at"):
            time = Manifest.model_validate(content | {"date": None, key: written}).publication_time
            assert time is not None
            assert time.isoformat() == read


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": None}, "title: input should be a valid string"),
        ({"duration": "long"}, "duration: input should be a valid number, unable to parse string as a number"),
        ({"duration": float("nan")}, "duration: input should be a finite number"),
        ({"duration": float("inf")}, "duration: input should be a finite number"),
        ({"duration": -1.0}, "duration: input should be greater than or equal to 0"),
        (
            {"chapters": [{"start": 0.0, "end": float("nan"), "title": "A"}]},
            "chapters.0.end: input should be a finite number",
        ),
        (
            {"loudness": {"integrated_lufs": float("-inf"), "true_peak_dbtp": -1.0}},
            "loudness.integrated_lufs: input should be a finite number",
        ),
        ({"number": 10**20}, f"number: input should be less than {2**53}"),
        ({"date": "yesterday"}, "date: 'yesterday' is no date"),
        ({"date": "0001-01-01"}, "date: '0001-01-01' is no date"),
        ({"publish_at": "9999-12-31T23:59:59-14:00"}, "publish_at: '9999-12-31T23:59:59-14:00' is no date"),
        ({"files": []}, "this is no manifest: it names no audio file"),
        (
            {"files": [{"role": "audio", "name": "../x.mp3", "type": "", "bytes": 1, "sha256": ""}]},
            "files.0.name: '../x.mp3' is no file beside the manifest",
        ),
    ],
)
def test_a_manifest_with_wrong_values_is_refused_in_one_line(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    path = tmp_path / "x.episode.json"
    path.write_text(json.dumps(built(episode(timed(chapters("A")))) | changes), encoding="utf-8")
    with pytest.raises(EpisodeError) as caught:
        read_manifest(path)
    assert str(caught.value) == f"{path}: {message} (render the script again)"


@pytest.mark.parametrize(
    ("engines", "disclosure"),
    [
        ((), "Without speech."),
        (("tone",), "Spoken by synthetic voices (tone)."),
        (("tone", "pyttsx3", "tone"), "Spoken by synthetic voices (tone, pyttsx3)."),
    ],
)
def test_synthetic_voices_are_disclosed(engines: tuple[str, ...], disclosure: str) -> None:
    details = episode(timed(chapters("A")))
    voices = tuple(
        ManifestVoice(speaker="x", label="X", engine=engine, version="1", name=None, language="en")
        for engine in engines
    )
    assert Details(details.script, details.timeline, voices).disclosure == disclosure
