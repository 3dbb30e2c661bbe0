"""`audiobrief read`: how a script is read aloud."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiobrief.cli.read import highlighted
from audiobrief.production.reading import read_script
from audiobrief.script.loader import load_script
from audiobrief.timeline.plan import make_plan
from audiobrief.voices.clip_store import ClipStore
from audiobrief.voices.speaking import ClipSource
from builders import SAMPLE, Run, audiobrief, tone_script
from recorder import Recorder

QUOTED = """\
  - narration: >-
      The WHO paid £4.5bn. Ms Sarkar said (“It is 5 km”)[voice:"high"] today.
"""
LEXICON = "lexicon: {Sarkar: {say: SAR-car}}\nlanguage: en-GB\n"


def read(folder: Path, *arguments: str) -> Run:
    return audiobrief("read", *arguments, cwd=folder)


def test_each_sentence_is_shown_as_it_is_said(tmp_path: Path) -> None:
    tone_script(tmp_path, QUOTED, LEXICON)
    assert read(tmp_path, "episode.yaml").out.splitlines() == [
        "low (tone, 220)",
        "  10  The W H O paid four point five billion pounds.",
        "  10  Miz sar-car said",
        "high (tone, 880)",
        '  10  "It is five kilometres"',
        "low (tone, 220)",
        "  10  today.",
    ]


def test_v_lists_the_readings_with_their_rules(tmp_path: Path) -> None:
    run = read(tmp_path, "-v", "--text", 'It is (5)[sub:"a lot"], £4.5bn, said (Ng)[ipa:"ɪŋ"].', "--language", "en-GB")
    assert [line.strip() for line in run.out.splitlines()[2:]] == [
        "5 → a lot (sub)",
        "£4.5bn → four point five billion pounds (money)",
        "Ng → /ɪŋ/ (ipa)",
    ]


def test_json_lists_all_that_is_known(tmp_path: Path) -> None:
    tone_script(tmp_path, QUOTED, LEXICON)
    passages = json.loads(read(tmp_path, "episode.yaml", "--json").out)
    assert passages[1] == {
        "line": 10,
        "column": 28,
        "speaker": "low",
        "engine": "tone",
        "voice": "220",
        "text": "Ms Sarkar said",
        "said": "Miz sar-car said",
        "sounds": None,
        "readings": [
            {"written": "Ms", "said": "Miz", "rule": "abbreviation"},
            {"written": "Sarkar", "said": "sar-car", "rule": "lexicon"},
        ],
    }
    assert [passage["text"] for passage in passages] == [
        "The WHO paid £4.5bn.", "Ms Sarkar said", "“It is 5 km”", "today."
    ]  # fmt: skip


def test_it_is_what_the_engines_are_given(tmp_path: Path) -> None:
    script = load_script(tone_script(tmp_path, QUOTED, LEXICON))
    engine = Recorder()
    shown = [passage.said for passage in read_script(script, {"tone": engine})]
    clips = ClipSource({"tone": engine}, ClipStore(tmp_path / "clips"), 44_100)
    for utterance in make_plan(script).utterances():
        clips.clip(utterance)
    assert engine.asked == shown


def test_sounds_are_those_of_the_voice_and_of_the_marks(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    run = read(tmp_path, "--sounds", "--text", '(Kyiv)[ipa:"ˈkiːjɪv"] is calm.', "--voice", "heart")
    assert run.out.splitlines()[2].strip() == "/ˈkiːjɪv ɪz kˈɑm/"


def test_sounds_of_contractions_and_inflected_words(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    text = "We’re here. Rock ’n’ roll. The tales. Hoping and hopping. Double and triple."
    run = read(tmp_path, "--sounds", "--text", text, "--voice", "heart", "--language", "en-US")
    assert [line.strip() for line in run.out.splitlines()[2::2]] == [
        "/wˌɪɹ hˈɪɹ/",
        "/ɹˈɑk ɐn ɹˈoʊl/",
        "/ðə tˈeɪlz/",
        "/hˈoʊpɪŋ ænd hˈɑpɪŋ/",
        "/dˈʌbəl ænd tɹˈɪpəl/",
    ]


def test_without_sounds_no_voice_is_started(tmp_path: Path) -> None:
    class Silent(Recorder):
        def words(self, *_: object) -> tuple[()]:
            raise AssertionError("the voice was started")

    script = load_script(tone_script(tmp_path, QUOTED))
    assert len(read_script(script, {"tone": Silent()})) == 4
    with pytest.raises(AssertionError, match="the voice was started"):
        read_script(script, {"tone": Silent()}, sounds=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name a script, or give a text with --text"),
        (("x.yaml", "--text", "Hi."), "name a script, or give a text with --text"),
        (("x.yaml", "--voice", "joe"), "--language and --voice belong to --text"),
        (("--text", "Hi.", "--language", "?"), "'?' is no language"),
        (("--text", '(a)[voce:"b"]'), "unknown mark 'voce'"),
        (("--text", "Hi.", "--voice", "nobody"), "no voice 'nobody'"),
    ],
)
def test_a_wrong_command_line_is_one_line(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    run = read(tmp_path, *arguments)
    assert run.status == 2
    assert message in run.err
    assert len(run.err.splitlines()) == 1


def test_an_unknown_voice_for_a_text_has_no_place(tmp_path: Path) -> None:
    assert audiobrief("read", "--text", "Hello.", "--voice", "nobody", cwd=tmp_path).err == (
        "no voice 'nobody' for the language 'en' is installed (audiobrief voices lists those that are)\n"
    )


def test_words_that_are_not_written_stand_out() -> None:
    assert highlighted("It rose 5 km.", "It rose five kilometres.") == "It rose \x1b[33mfive kilometres.\x1b[0m"
    assert highlighted("As written.", "As written.") == "As written."


def test_check_points_to_it(tmp_path: Path) -> None:
    run = audiobrief("check", SAMPLE, "-v", cwd=tmp_path)
    assert run.out.splitlines()[-1] == f"audiobrief read {SAMPLE} shows each sentence as it will be said"
