"""What an editor should look at in a good script is found, each with its place; what is well is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from audiobrief.cache.kinds import NAMES
from audiobrief.cache.records import RecordStore
from audiobrief.errors import EngineError
from audiobrief.findings import Finding, Level, Place
from audiobrief.review import unknown_words_cache
from audiobrief.review.checks.lengths import Length
from audiobrief.review.checks.run import check_script
from audiobrief.script.loader import load_script
from audiobrief.timeline.timeline import FRAME
from audiobrief.voices.engine import Engine
from audiobrief.voices.engines.natural.hibari import HibariEngine
from audiobrief.voices.engines.tone import ToneEngine
from builders import SAMPLE, audiobrief, sine, write_script, write_wave

ONE = "voices:\n  low: {engine: tone}\n"
TWO = ONE + "  high: {engine: tone}\nquotes: high\n"
DATED = "date: 2023-02-17\n"


def said(folder: Path, text: str, head: str = ONE) -> list[tuple[str, str, str]]:
    """Check a narration of one paragraph; give the check, line and column, and message of each finding."""
    body = f"{head}segments:\n  - narration: |\n      {text}\n"
    report = check_script(load_script(write_script(folder, body)))
    return [
        (each.kind, str(each.place).removeprefix(f"{folder}/episode.yaml:"), each.message) for each in report.findings
    ]


def kinds(folder: Path, text: str, head: str = ONE) -> list[str]:
    return [check for check, _, _ in said(folder, text, head)]


def test_the_sample_is_calm() -> None:
    assert check_script(load_script(SAMPLE)).findings == ()


def test_a_sentence_may_have_35_words(tmp_path: Path) -> None:
    assert kinds(tmp_path, f"It {'is ' * 33}so.") == []
    assert said(tmp_path, f"Hello. It {'is ' * 34}so.") == [
        ("long-sentence", "7:14", "a sentence of 36 words, “It is is is is is is is is is is is is…”")
    ]


@pytest.mark.parametrize(
    ("text", "nested"),
    [("A (b [c] d).", True), ("A (b) (c).", False), ("A :) b (c).", False), ("A (b (c)).", True)],
)
def test_brackets_inside_brackets_are_told(text: str, nested: bool, tmp_path: Path) -> None:
    assert kinds(tmp_path, text) == (["nested-brackets"] if nested else [])


def test_a_relative_day_needs_a_date(tmp_path: Path) -> None:
    assert said(tmp_path, "Rain fell. It stops today.") == [
        ("relative-date", "7:27", "nothing says which day 'today' is")
    ]
    assert kinds(tmp_path, "Rain fell. It stops today.", DATED + ONE) == []


def test_a_relative_day_is_that_on_which_the_episode_comes_out(tmp_path: Path) -> None:
    text = "It stops today, and comes back next week."
    assert said(tmp_path, text, f"{DATED}publish_at: 2023-02-18\n{ONE}") == [
        ("relative-date", "9:16", "'today' is said of 2023-02-17, and the episode comes out on 2023-02-18"),
        ("relative-date", "9:38", "'next week' is said of 2023-02-17, and the episode comes out on 2023-02-18"),
    ]
    assert kinds(tmp_path, text, f"{DATED}publish_at: 2023-02-17T06:00:00Z\n{ONE}") == []


def test_voices_and_sounds_of_the_script_that_are_never_heard_are_told(tmp_path: Path) -> None:
    write_wave(tmp_path / "a.wav", sine(0.1))
    head = f"{ONE}  high: {{engine: tone}}\nsounds:\n  bang: a.wav\n"
    assert said(tmp_path, "Hello.", head) == [
        ("unused-voice", "5:9", "the voice 'high' is never heard"),
        ("unused-sound", "7:9", "the sound 'bang' is never heard"),
    ]
    assert kinds(tmp_path, 'Hello. (Yes.)[voice:"high"]\n    sound: bang', head) == []


def test_those_of_a_house_file_may_wait_for_another_script(tmp_path: Path) -> None:
    (tmp_path / "show.yaml").write_text(f"{ONE}  high: {{engine: tone}}\n")
    assert kinds(tmp_path, "Hello.", "show: show.yaml\n") == []


def test_a_quotation_wants_a_voice_or_a_word_that_it_has_none(tmp_path: Path) -> None:
    text = "She said: “It will hold for years.”"
    assert said(tmp_path, text) == [
        ("quotation-without-voice", "7:17", "this quotation is read by the voice of the text around")
    ]
    assert kinds(tmp_path, text, ONE + "quotes: null\n") == []
    assert kinds(tmp_path, text, TWO) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The bridge was closed. “It will hold for years.” The river rose.", True),
        ("The bridge was closed. Then Mary Byrne came. “It will hold for years.”", False),
        ("“It will hold for years,” said the engineer.", False),
        ("The bridge was closed by Mary Byrne. The river rose. “It will hold for years.”", True),
        ("“It will hold for years.”", False),
    ],
)
def test_somebody_is_named_who_says_it(text: str, told: bool, tmp_path: Path) -> None:
    assert kinds(tmp_path, text, TWO) == (["unattributed-quotation"] if told else [])


@pytest.mark.parametrize(
    "text",
    [
        "The minister denied it: “We did not lie to anyone.”",
        "The crowd chanted: “We will never go away.”",
        "Police described it as “a very serious incident”.",
        "The report concluded: “Nobody did wrong here.”",
        "Lee is sure: “We will win this time.”",
        "The court ruled that “nobody is above the law”.",
        "Lee vowed to “fight until the end”.",
        "Mary Lee ran. The wind rose, and all went in. Lee, for now: “I will run.”",
        "We met Mary Lee. All went in, then. Lee, as ever: wet. “I will run.”",
        "“We will never go away,” the strikers begged.",
    ],
)
def test_whoever_says_it_in_whatever_words_is_no_nobody(text: str, tmp_path: Path) -> None:
    assert kinds(tmp_path, f"It rained. The wind rose. {text}", TWO) == []


@pytest.mark.parametrize(
    "work", ["book", "film", "song", "play", "series", "novel", "album", "painting", "exhibition", "movies"]
)
def test_a_title_of_a_work_is_said_by_nobody(work: str, tmp_path: Path) -> None:
    assert kinds(tmp_path, f"The {work} “The Old Man and the Sea” is old. The {work} “to be or not” is new.", TWO) == []
    assert kinds(tmp_path, "It all begins with “The Old Man and the Sea”.", TWO) == []


@pytest.mark.parametrize(
    "text",
    [
        "It rained on Monday. “It will hold for a hundred years.” It stopped.",
        "It rained in London. “It will hold for a hundred years.” It stopped.",
        "The wind rose in December. “It will hold for a hundred years.” It stopped.",
    ],
)
def test_a_day_and_the_place_where_it_rains_say_nothing(text: str, tmp_path: Path) -> None:
    assert kinds(tmp_path, text, TWO) == ["unattributed-quotation"]


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (("It rained.", "“It will hold for years.”", "Then it stopped."), True),
        (("It rained. “It will hold.” It stopped.", "“It will hold for years.”"), True),
        (("The minister came.", "“It will hold for years.”"), False),
        (("It rained.", "“It will hold for years.”", "These are the words of Mary Byrne. It stopped."), False),
        (("One thing was plain:", "“It will hold for years.”"), False),
        (("It rained.", "“It will hold, as I told Mary Byrne.”"), False),
        (("Mary Byrne said it twice.", "“It will hold for years.”", "“It will hold for a hundred years.”"), False),
        (("It rained.", "“The Old Man and the Sea”"), False),
    ],
)
def test_a_quotation_alone_is_said_by_whom_the_paragraphs_around_it_name(
    paragraphs: tuple[str, ...], told: bool, tmp_path: Path
) -> None:
    found = said(tmp_path, "\n\n      ".join(paragraphs), TWO)
    unattributed = [place for check, place, _ in found if check == "unattributed-quotation"]
    assert ("11:7" in unattributed) == told
    assert len(unattributed) == told + ("“" in paragraphs[0])


def test_a_turn_that_is_a_quotation_is_said_by_its_voice(tmp_path: Path) -> None:
    text = f"{TWO}segments:\n  - narration:\n      - low: It rained.\n      - high: “It will hold for years.”\n"
    assert check_script(load_script(write_script(tmp_path, text))).findings == ()


def frames(seconds: float) -> float:
    """Return where a segment starts that is due after so many seconds."""
    return round(seconds * 44_100 / FRAME) * FRAME / 44_100


def test_lengths_are_those_of_the_timeline(tmp_path: Path) -> None:
    path = write_script(
        tmp_path,
        "voices:\n  low: {engine: tone}\n  high: {engine: tone, speed: 2.0}\npauses: {segment: 1s}\n"
        "segments:\n  - intro: Hello there.\n    chapter: One\n  - outro: Hello there.\n    voice: high\n",
    )
    lengths = check_script(load_script(path)).lengths
    spoken = 12 * 0.055
    assert [(voice, round(seconds, 3)) for voice, seconds in lengths.voices.items()] == [
        ("low", round(spoken, 3)),
        ("high", round(spoken / 2, 3)),
    ]
    assert [
        (each.kind, each.position.line, length.words, round(length.seconds, 3)) for each, length in lengths.segments
    ] == [
        ("intro", 8, 2, round(frames(spoken + 1), 3)),
        ("outro", 10, 2, round(spoken / 2 + 0.3, 3)),
    ]
    assert lengths.episode.seconds == pytest.approx(sum(length.seconds for _, length in lengths.segments))
    assert Length(60.0, 60.0, 150).words_a_minute == 150
    assert Length(1.0, 0.0, 0).words_a_minute == 0


def test_a_finding_is_one_line() -> None:
    finding = Finding(Level.WARNING, "x", Place("a.yaml", 3, 7), "one\ntwo", "do it")
    assert str(finding) == "a.yaml:3:7: warning: one\\ntwo (do it)"


def test_names_that_a_dictionary_lacks_are_warnings_and_are_kept(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    write_script(tmp_path, "voices:\n  a: {engine: hibari}\nsegments:\n  - narration: We met Zorbanax in Paris.\n")
    first = audiobrief("check", "episode.yaml", cwd=tmp_path)
    (warning,) = first.out.splitlines()[1:]
    assert warning.startswith(
        "episode.yaml:6:23: warning: the voice has to guess the name 'Zorbanax' (audiobrief names"
    )
    assert len(list((tmp_path / ".cache" / "names").iterdir())) == 1
    (kept,) = (tmp_path / ".cache" / "names").iterdir()
    records = RecordStore(kept.parent, NAMES)
    records.put(kept.stem, [{**name, "word": "Kept"} for name in records.get(kept.stem)])
    shutil.rmtree(tmp_path / ".cache" / "finished")
    assert "the name 'Kept'" in audiobrief("check", "episode.yaml", cwd=tmp_path).out
    shutil.rmtree(tmp_path / ".cache" / "finished")
    kept.write_text("damaged")
    assert audiobrief("check", "episode.yaml", cwd=tmp_path).out == first.out


@pytest.mark.slow
def test_a_name_is_found_at_its_new_place_when_lines_were_broken_anew(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    for text, place in (("We met young Zorbanax.", "7:20"), ("We met young\n      Zorbanax.", "8:7")):
        write_script(tmp_path, f"voices:\n  a: {{engine: hibari}}\nsegments:\n  - narration: |\n      {text}\n")
        assert f"episode.yaml:{place}: warning" in audiobrief("check", "episode.yaml", cwd=tmp_path).out


@pytest.mark.parametrize("all_voices", [False, True])
def test_no_voice_is_started_where_a_dictionary_tells(
    all_voices: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    monkeypatch.setattr(HibariEngine, "_command", None)  # what starts its child
    text = "We met Zorbanax of the ZKV — again… in 3 cities."
    script = load_script(
        write_script(tmp_path, f"voices: {{a: {{engine: hibari}}}}\nsegments:\n  - narration: {text}\n")
    )
    kept, engines = tmp_path / "names", {"hibari": HibariEngine()}
    found = check_script(
        script, lambda ahead: unknown_words_cache.cached_unknown_words(ahead, kept, engines, all_voices=all_voices)
    ).findings
    assert [(each.kind, each.level) for each in found] == [("guessed-name", "warning")] * 2
    assert ["Zorbanax" in found[0].message, "ZKV" in found[1].message] == [True, True]


def test_names_of_the_voices_that_tell_are_told_beside_others(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    narration = 'We met Zorbanax, (said Krevlin)[voice:"b"].'
    voices = "{a: {engine: hibari}, b: {engine: tone}}"
    script = load_script(write_script(tmp_path, f"voices: {voices}\nsegments:\n  - narration: {narration}\n"))
    engines: dict[str, Engine] = {"hibari": HibariEngine(), "tone": ToneEngine()}
    found = check_script(script, lambda ahead: unknown_words_cache.cached_unknown_words(ahead, None, engines)).findings
    assert [each.message for each in found] == ["the voice has to guess the name 'Zorbanax'"]


def test_a_voice_that_cannot_tell_makes_no_script_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_arguments: object, **_named: object) -> None:
        raise EngineError("hibari could not read the text")

    monkeypatch.setattr(unknown_words_cache, "find_in_plan", fails)
    script = load_script(write_script(tmp_path, f"{ONE}segments:\n  - narration: Hello.\n"))
    report = check_script(script, lambda ahead: unknown_words_cache.cached_unknown_words(ahead, None, {}))
    assert report.findings == ()
    assert [record.getMessage() for record in caplog.records] == [
        f"{tmp_path}/episode.yaml: names were not checked: hibari could not read the text"
    ]
