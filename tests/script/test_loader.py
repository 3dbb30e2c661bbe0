from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image

from audiobrief.errors import Position, ScriptError
from audiobrief.production.forecast import estimate
from audiobrief.script.loader import load_script, read_script
from audiobrief.script.markup.parser import Span, plain_text
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.script import Mastering, Output, Pauses, Script
from audiobrief.script.models.segment import Source
from audiobrief.script.models.show import Show
from audiobrief.script.models.sound import Sound
from audiobrief.script.models.voice import Speaker, Voice
from builders import SAMPLE, TONE_VOICES, sine, tone_script, write_script, write_wave

HELLO = "segments:\n  - narration: Hello.\n"


def load(folder: Path, body: str) -> Script:
    return load_script(write_script(folder, body))


def texts(script: Script) -> list[list[str]]:
    """The paragraphs of each segment."""
    return [[plain_text(each) for turn in segment.turns for each in turn.paragraphs] for segment in script.segments]


def refusal(folder: Path, body: str) -> list[str]:
    with pytest.raises(ScriptError) as caught:
        load_script(write_script(folder, body), "x.yaml")
    return str(caught.value).splitlines()


def test_a_script_needs_little(tmp_path: Path) -> None:
    script = load(tmp_path, HELLO)

    assert (script.slug, script.title, script.language) == ("episode", "An episode", "en")
    assert [speaker.name for speaker in script.speakers] == ["narrator"]
    assert script.pauses == Pauses(sentence=250, paragraph=500, segment=700)
    assert script.mastering == Mastering(loudness=-16, peak=-1)
    assert script.output == Output(format=("mp3",), bitrate=128_000, channels=2, sample_rate=44_100)
    assert script.segments[0].turns[0].paragraphs == ((Span("Hello."),),)


@pytest.mark.parametrize(("name", "loudness"), [("podcast", -16), ("mono", -16), ("ebu", -23), ("spotify", -14)])
def test_a_preset_names_loudness_and_peak(tmp_path: Path, name: str, loudness: float) -> None:
    assert load(tmp_path, f"mastering: {name}\n" + HELLO).mastering == Mastering(loudness=loudness, peak=-1)


def test_room_tone_is_a_level_or_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, HELLO).room_tone is None
    assert load(tmp_path, "room_tone: -66 dB\n" + HELLO).room_tone == -66
    assert load(tmp_path, "room_tone: null\n" + HELLO).room_tone is None
    (message,) = refusal(tmp_path, "room_tone: -20 dB\n" + HELLO)
    assert "room_tone: '-20 dB' is out of range (-90 to -40 dB)" in message


def test_the_scripts_of_the_project_are_right() -> None:
    for path in sorted(SAMPLE.parent.glob("*.yaml")):
        if path.name != "show.yaml":
            assert load_script(path).segments


def test_every_key_of_an_episode(tmp_path: Path) -> None:
    script = load(
        tmp_path,
        "date: 2023-02-17T06:00:00Z\nnumber: 1\nseason: 2\nslug: the-slug\nlanguage: en-gb\nsummary: >\n  One\n  two.\n"
        "source: {title: A, publisher: B, url: https://example.org/}\n" + HELLO,
    )

    assert script.date == datetime(2023, 2, 17, 6, tzinfo=UTC)
    assert (script.number, script.season, script.slug, script.language) == (1, 2, "the-slug", "en-GB")
    assert script.summary == "One two."
    assert script.source == Source(title="A", publisher="B", url="https://example.org/")


def test_a_date_is_a_day(tmp_path: Path) -> None:
    script = load(tmp_path, "date: 2023-02-17\n" + HELLO)

    assert script.date == date(2023, 2, 17)
    assert not isinstance(script.date, datetime)


def test_the_chapter_that_the_title_names_may_have_a_link_and_a_picture(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "x.png")
    script = load(
        tmp_path, "segments:\n  - narration: Hello.\n    url: https://example.org/\n    image: x.png\n  - outro: Bye.\n"
    )

    (chapter,) = estimate(script).chapters
    assert (chapter.title, chapter.url) == ("An episode", "https://example.org/")
    assert chapter.image is not None
    assert chapter.image.path == tmp_path / "x.png"


@pytest.mark.parametrize("style", ["|", ">", "|-", ">+", "plain", "'", '"'])
def test_paragraphs_in_every_style(style: str, tmp_path: Path) -> None:
    begin, end = {"plain": ("", ""), "'": ("'", "'"), '"': ('"', '"')}.get(style, (f"{style}\n      ", ""))
    script = load(tmp_path, f"segments:\n  - narration: {begin}One\n      and two.\n\n      Three.{end}\n")

    assert texts(script) == [["One and two.", "Three."]]


def test_quotes_inside_texts(tmp_path: Path) -> None:
    script = load(
        tmp_path, 'segments:\n  - narration: He said "no".\n  - narration: \'It\'\'s\'\n  - narration: "\\"a\\""\n'
    )

    assert texts(script) == [['He said "no".'], ["It's"], ['"a"']]


def test_turns_are_said_by_the_voices_they_name(tmp_path: Path) -> None:
    script = load_script(tone_script(tmp_path, "  - narration:\n      - low: Why?\n      - high: Because.\n"))

    assert [turn.speaker for turn in script.segments[0].turns] == ["low", "high"]
    assert texts(script) == [["Why?", "Because."]]


def test_a_text_is_said_by_the_nearest_voice_named(tmp_path: Path) -> None:
    segments = "  - narration: One.\n  - narration: Two.\n    voice: low\n"

    script = load_script(tone_script(tmp_path, segments, "voice: high\n"))
    first = load_script(tone_script(tmp_path, segments))

    assert [segment.turns[0].speaker for segment in script.segments] == ["high", "low"]
    assert [speaker.name for speaker in script.speakers] == ["high", "low"]
    assert [segment.turns[0].speaker for segment in first.segments] == ["low", "low"]


def test_voices_take_the_language_of_the_script(tmp_path: Path) -> None:
    script = load(tmp_path, "language: uk\nvoices: {a: {engine: tone, speed: 1, gain: -2 dB, label: Anna}}\n" + HELLO)

    voice = Voice("tone", None, "uk", 1.0)
    assert script.speakers == (Speaker("a", voice, -2.0, "Anna"),)


def test_a_segment_keeps_what_goes_with_it(tmp_path: Path) -> None:
    write_wave(tmp_path / "bed.wav", sine(0.1))
    script = load(
        tmp_path,
        "sounds: {bed: bed.wav}\nsegments:\n  - intro: Hi.\n    chapter: One\n    url: https://example.org/\n"
        "    bed: bed\n    sound: bed\n    pause: 1:30\n  - transition:\n    sound: bed\n",
    )

    first, second = script.segments
    assert (first.kind, first.chapter, first.url) == ("intro", "One", "https://example.org/")
    assert (first.bed, first.sound, first.pause) == ("bed", "bed", 90_000)
    assert (second.kind, second.turns, second.sound) == ("transition", (), "bed")
    assert (first.position.line, first.position.column) == (5, 5)


def test_sounds(tmp_path: Path) -> None:
    write_wave(tmp_path / "a.wav", sine(0.1))
    script = load(
        tmp_path,
        "transition: {sound: b}\nsounds:\n  a: a.wav\n  b: {file: a.wav, gain: -4 dB, start: 10ms, end: 90ms, "
        "fade_in: 1ms, fade_out: 2ms, duck: -9 dB, lead_in: 1s, tail: 0s}\n" + HELLO,
    )

    path = tmp_path / "a.wav"
    nowhere = {"position": Position("")}
    assert script.sound("a").model_copy(update=nowhere) == Sound(name="a", path=path)
    assert script.sound("b").model_copy(update=nowhere) == Sound(
        name="b", path=path, gain=-4.0, start=10, end=90, fade_in=1, fade_out=2, duck=-9.0, lead_in=1000, tail=0
    )
    assert script.transition == "b"


HOUSE = (
    "version: 1\ntitle: The show\nauthor: The desk\nlanguage: en-GB\nvoices: {a: {engine: tone}, b: {engine: tone}}\n"
    "voice: b\nsounds: {s: s.wav}\nlexicon: {Kyiv: {say: KEEV}, Minsk: {say: MINSK}}\ntransition: {sound: s}\n"
    "pauses: {sentence: 1s, paragraph: 2s}\noutput: {bitrate: 64k, channels: mono}\n"
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with a house file in another one beside it."""
    write_wave(tmp_path / "audio_assets" / "s.wav", sine(0.1))
    folder = tmp_path / "shows"
    folder.mkdir()
    (folder / "show.yaml").write_text(HOUSE.replace("s.wav", "../audio_assets/s.wav"))
    return tmp_path / "scripts"


def test_a_house_file_holds_where_the_script_says_nothing(house: Path) -> None:
    script = load(house, "show: ../shows/show.yaml\n" + HELLO)

    assert script.show == Show(title="The show", author="The desk")
    assert script.title == "An episode"
    assert (script.language, script.transition) == ("en-GB", "s")
    assert [speaker.name for speaker in script.speakers] == ["b", "a"]
    assert script.sound("s").path.samefile(house.parent / "audio_assets" / "s.wav")
    assert script.pauses == Pauses(sentence=1000, paragraph=2000, segment=700)
    assert script.output == Output(bitrate=64_000, channels=1)


def test_the_script_wins_over_its_house_file_key_by_key(house: Path) -> None:
    script = load(
        house,
        "show: ../shows/show.yaml\nlanguage: uk\nvoice: a\nvoices: {b: {speed: 0.9}}\nlexicon: {Kyiv: {say: KYIV}}\n"
        "pauses: {paragraph: 3s}\noutput: {channels: stereo}\n" + HELLO,
    )

    assert script.language == "uk"
    assert [(speaker.name, speaker.voice.speed) for speaker in script.speakers] == [("a", 1.0), ("b", 0.9)]
    assert script.lexicon == (Entry("Kyiv", "KYIV"), Entry("Minsk", "MINSK"))
    assert script.pauses == Pauses(sentence=1000, paragraph=3000, segment=700)
    assert script.output == Output(bitrate=64_000, channels=2)


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_script_may_do_without_the_transition_of_its_house_file(nothing: str, house: Path) -> None:
    assert load(house, f"show: ../shows/show.yaml\ntransition: {nothing}\n{HELLO}").transition is None


@pytest.mark.parametrize("wrong", ["none", '"null"', "no"])
def test_another_word_does_not_switch_a_transition_off(wrong: str, house: Path) -> None:
    (line,) = refusal(house, f"show: ../shows/show.yaml\ntransition: {wrong}\n{HELLO}")

    assert line == (
        f"x.yaml:4:13: transition: '{wrong.strip(chr(34))}' is no transition "
        "(write {sound: name}, or null for none at all)"
    )


def test_faults_of_script_and_house_file_come_together(house: Path) -> None:
    show = house.parent / "shows" / "show.yaml"
    show.write_text(show.read_text() + "cover: none.jpg\n")

    lines = refusal(house, "show: ../shows/show.yaml\nnumber: x\n" + HELLO)

    assert [line.split(": ")[0] for line in lines] == ["../shows/show.yaml:12:8", "x.yaml:4:9"]


@pytest.mark.parametrize("content", ["Kyiv: {say: KEEV}\n", "lexicon:\n  Kyiv: {say: KEEV}\n"])
def test_a_lexicon_may_be_a_file(content: str, tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text(content)

    assert load(tmp_path, "lexicon: words.yaml\n" + HELLO).lexicon == (Entry("Kyiv", "KEEV"),)


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = write_script(tmp_path, "segments:\n  - narration: |\n      One\n      two.\n\n      Three.\n")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert texts(load_script(path)) == [["One two.", "Three."]]


def test_a_file_name_may_hold_any_letters(tmp_path: Path) -> None:
    script = load_script(write_script(tmp_path, HELLO, "über ключ.yaml"))

    assert script.slug == "über ключ"


def test_messages_name_the_file_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_script(tmp_path, "number: x\n" + HELLO, "scripts/é.yaml")
    monkeypatch.chdir(tmp_path)

    for given in (Path("scripts/é.yaml"), path, Path("scripts/../scripts/é.yaml")):
        with pytest.raises(ScriptError) as caught:
            load_script(given)
        assert str(caught.value).startswith(f"{given}:3:9: number: 'x' is not a whole number")


@pytest.mark.parametrize("name", ["none.yaml", ".", "a\0b"])
def test_a_script_that_is_no_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        load_script(tmp_path / name, "x.yaml")

    assert str(caught.value).startswith("x.yaml:1:1: ")


def test_a_voice_named_like_the_words_is_reported_in_the_mark(tmp_path: Path) -> None:
    assert refusal(tmp_path, TONE_VOICES + 'segments:\n  - narration: A (ghost)[voice:"ghost"].\n') == [
        "x.yaml:7:33: unknown voice 'ghost' (known: high, low)"
    ]


def test_a_narration_of_a_full_stop_says_nothing(tmp_path: Path) -> None:
    assert refusal(tmp_path, "segments:\n  - narration: .\n") == [
        "x.yaml:4:16: narration: there is nothing to say in this text (write words, or delete the segment)"
    ]


@pytest.mark.parametrize("text", ["5", "é", "🎙", '(…)[sub:"and so on"]', '(…)[ipa:"a"]'])
def test_what_can_be_said(text: str, tmp_path: Path) -> None:
    assert load(tmp_path, f"segments:\n  - narration: '{text}'\n").segments[0].turns


def test_all_files_that_are_named_are_told_there_or_not(tmp_path: Path) -> None:
    (tmp_path / "show.yaml").write_text("author: A desk\nlexicon: words.yaml\nsounds: {theme: theme.wav}\n")
    extra = "show: show.yaml\ncover: cover.png\nsounds: {sting: sounds/sting.wav}\n"
    loaded = read_script(write_script(tmp_path, f"{extra}segments:\n  - narration: Hi.\n    image: one.jpg\n"))
    names = {"episode.yaml", "show.yaml", "words.yaml", "theme.wav", "cover.png", "sounds/sting.wav", "one.jpg"}
    assert {path.relative_to(tmp_path).as_posix() for path in loaded.files} == names
    assert len(loaded.problems) == 5
