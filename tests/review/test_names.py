"""The words that a voice has to guess are found, said and written into the lexicon."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audiobrief.errors import UsageError
from audiobrief.review.name_clips import speak_trials, speak_unknown_words
from audiobrief.review.names import UnknownWord, add_to_lexicon, find_unknown_words
from audiobrief.script.loader import load_script
from audiobrief.script.models.lexicon import Entry
from audiobrief.timeline.plan import Plan
from audiobrief.voices.registry import open_engines
from builders import TONE_VOICES, audiobrief, write_script

TEXT = """\
lexicon:
  Kyiv: {ipa: "ˈkiːjɪv"}   # checked
voices:
  a: {engine: ENGINE, name: VOICE}
segments:
  - narration: |
      Lukashenko went to Kyiv with the BBC and the XQZ. Then Lukashenko's zorbnaxian plan failed, in 1994.
"""
VOICES = {"hibari": "heart", "piper": "joe", "pyttsx3": "gmw/en-us"}


def script(folder: Path, engine: str) -> Path:
    if engine != "pyttsx3":
        pytest.importorskip(engine, reason=f"{engine} is not installed")
    return write_script(folder, TEXT.replace("ENGINE", engine).replace("VOICE", VOICES[engine]))


Found = Callable[[Path], dict[str, UnknownWord]]


@pytest.fixture(scope="module")
def found() -> Iterator[Found]:
    """Return a function that finds the unknown words of a script; each voice starts once."""
    with open_engines() as engines:
        yield lambda path: {name.word: name for name in find_unknown_words(load_script(path), engines)}


@pytest.mark.parametrize("engine", VOICES)
def test_names_and_acronyms_that_are_guessed_are_found_once(found: Found, engine: str, tmp_path: Path) -> None:
    names = found(script(tmp_path, engine))
    assert {word: (name.kind, name.count) for word, name in names.items() if name.kind != "word"} == {
        "XQZ": ("acronym", 1),
        "Lukashenko": ("name", 2 if engine == "hibari" else 1),
    }
    assert all(name.ipa for name in names.values())


def test_a_voice_with_a_dictionary_knows_which_words_it_guesses(found: Found, tmp_path: Path) -> None:
    names = found(script(tmp_path, "hibari"))
    assert set(names) == {"Lukashenko", "XQZ", "zorbnaxian"}
    assert names["Lukashenko"].count == 2
    assert names["Lukashenko"].ipa == "lˌukəʃˈɛŋkoʊ"
    assert str(names["Lukashenko"].position).endswith("episode.yaml:9:7")


PLACES = """\
voices:
  a: {engine: hibari}
segments:
  - narration: |
      It rained. ++The++ talks of Zorbanax in Krevlin
      were over, said the XQZ’s Tsikh’anka.

      Then “Wumblefeld” came.
  - outro: [{a: "Ask Plonkwitz."}]
"""


def test_each_name_has_its_own_place(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    names = speak_unknown_words(load_script(write_script(tmp_path, PLACES)), None)
    assert [(name.word, name.position.line, name.position.column) for name in names] == [
        ("Zorbanax", 7, 35),
        ("Krevlin", 7, 47),
        ("XQZ", 8, 27),
        ("Tsikh'anka", 8, 33),
        ("Wumblefeld", 10, 13),
        ("Plonkwitz", 11, 22),
    ]


def test_a_name_that_is_written_otherwise_than_it_is_said_has_the_place_of_its_sentence(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    narration = "It rained. ZORBANAX TALKS COLLAPSE, the Zorbanaxians said."
    script = f"voices: {{a: {{engine: hibari}}}}\nsegments:\n  - narration: '{narration}'\n"
    places = {
        name.word: name.position for name in speak_unknown_words(load_script(write_script(tmp_path, script)), None)
    }
    assert (places["Zorbanax"].line, places["Zorbanax"].column) == (5, 28)


def test_a_table_shows_the_places_below_each_other(tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    write_script(tmp_path, PLACES)
    lines = audiobrief("names", "episode.yaml", cwd=tmp_path).out.splitlines()[:6]
    assert lines[1].startswith("episode.yaml:7:47:  Krevlin ")
    assert lines[5].startswith("episode.yaml:11:22: Plonkwitz ")


def test_a_number_that_stays_one_is_named(found: Found, tmp_path: Path) -> None:
    path = write_script(
        tmp_path, "language: tlh\nvoices:\n  a: {engine: tone}\nsegments:\n  - narration: loS 44 Dujmey.\n"
    )
    assert found(path) == {}  # a tone says nothing wrong
    path = write_script(
        tmp_path, "language: cy\nvoices:\n  a: {engine: pyttsx3}\nsegments:\n  - narration: Mae 44 ci.\n"
    )
    assert [name.kind for name in found(path).values()] in ([], ["number"])


def test_the_clip_says_each_of_them(tmp_path: Path) -> None:
    clip = tmp_path / "names.wav"
    names = speak_unknown_words(load_script(script(tmp_path, "pyttsx3")), clip)
    with wave.open(str(clip)) as file:
        seconds = file.getnframes() / file.getframerate()
    assert len(names) == 2
    assert 1.5 < seconds < 6


def test_accepted_words_are_in_the_lexicon_and_comments_stay(found: Found, tmp_path: Path) -> None:
    path = script(tmp_path, "pyttsx3")
    before = path.read_text("utf-8")
    assert add_to_lexicon(path, (Entry("Lukashenko", ipa="ˌluːkəˈʃɛŋkə"), Entry("XQZ", say="ex queue zed"))) == path
    after = path.read_text("utf-8")
    assert after == before.replace(
        "# checked\n", '# checked\n  Lukashenko: {ipa: "ˌluːkəˈʃɛŋkə"}\n  "XQZ": {say: "ex queue zed"}\n'
    )
    assert found(path) == {}


def test_a_lexicon_that_is_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    path = script(tmp_path, "pyttsx3")
    path.rename(tmp_path / "shared" / path.name)
    path.symlink_to(tmp_path / "shared" / path.name)
    add_to_lexicon(path, (Entry("Lukashenko", ipa="ˌluːkəˈʃɛŋkə"),))
    assert path.is_symlink()
    assert "Lukashenko: {ipa" in (tmp_path / "shared" / path.name).read_text("utf-8")


NOT_ASKED = """\
language: en-GB
lexicon:
  Lukashenko: {say: loo-kah-SHEN-koh}
  Sikorski: {say: Zikorbski Vlonk}
  Kyiv: {ipa: "ˈkiːjɪv"}
voices:
  a: {engine: ENGINE, name: VOICE}
segments:
  - narration: |
      Then Lukashenko and Lukashenko's men met Kyiv's Zorbanax, with 270 MW at 3 GHz in World War II.
      Then (XQZ)[sub:"zorbnax quizbar"] and (PQR)[ipa:"ˈkiːv"] sent King Louis XIV and (ZKV)[characters] to Sikorski,
      at 10 a.m. EST.
"""


@pytest.mark.parametrize("engine", VOICES)
def test_respellings_numerals_and_units_are_not_asked_about(found: Found, engine: str, tmp_path: Path) -> None:
    if engine != "pyttsx3":
        pytest.importorskip(engine, reason=f"{engine} is not installed")
    names = found(write_script(tmp_path, NOT_ASKED.replace("ENGINE", engine).replace("VOICE", VOICES[engine])))
    known_to_hibari = {"Louis", "King", "World", "War"}
    assert {word: name.kind for word, name in names.items() if word not in known_to_hibari} == {"Zorbanax": "name"}


def test_a_name_that_starts_one_sentence_and_is_inside_another_is_a_name(found: Found, tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    narration = "Zorbanax came. He met Zorbanax. Krevlin left."
    path = write_script(tmp_path, f"voices: {{a: {{engine: hibari}}}}\nsegments:\n  - narration: {narration}\n")
    assert {word: (name.kind, name.count) for word, name in found(path).items()} == {
        "Zorbanax": ("name", 2),
        "Krevlin": ("word", 1),
    }


def test_a_guess_is_respelled(found: Found, tmp_path: Path) -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")
    names = found(script(tmp_path, "hibari"))
    assert (names["Lukashenko"].respelling, names["XQZ"].respelling) == ("loo-kuh-SHEN-koh", "")


UNDECIDED = "voices: {a: {engine: ENGINE}}\nsegments:\n  - narration: He spoke about the bow. They saw a bow.\n"


@pytest.mark.parametrize("engine", VOICES)
def test_an_undecided_word_is_found_with_its_readings_and_the_clip_says_both(engine: str, tmp_path: Path) -> None:
    if engine != "pyttsx3":
        pytest.importorskip(engine, reason=f"{engine} is not installed")
    clip = tmp_path / "names.wav"
    path = write_script(tmp_path, UNDECIDED.replace("ENGINE", engine))
    (bow,) = speak_unknown_words(load_script(path), clip)
    assert (bow.word, bow.kind, bow.count, bow.ipa) == ("bow", "homograph", 2, "")
    assert [sounds for _, sounds in bow.choices] == ["ˈboʊ", "ˈbaʊ"]
    assert (bow.position.line, bow.position.column) == (5, 35)
    with wave.open(str(clip)) as file:
        assert 1.3 < file.getnframes() / file.getframerate() < 5


def test_a_trial_says_the_word_alone_and_in_its_sentence_with_the_voice_of_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = """\
lexicon: {Krevlin: {say: wrong}}
segments:
  - narration: It rained. Then Zorbanax came. Zorbanax left.
  - outro: 'It ended, said (the young Krevlin)[voice:"high"].'
"""
    script = load_script(write_script(tmp_path, text.replace("segments", f"{TONE_VOICES}segments")))
    plans: list[Plan] = []
    monkeypatch.setattr("audiobrief.production.say.say_plan", lambda plan, *_others: plans.append(plan))
    with open_engines() as engines:
        entries = (Entry("Zorbanax", ipa="ˈzɔːb"), Entry("Krevlin", say="KREV-lin"), Entry("rained"))
        speak_trials(script, entries, engines, tmp_path / "x.wav")
        spoken = [(each.text, each.voice.name, len(each.pronunciations)) for each in plans[0].utterances()]
        assert spoken == [
            ("Zorbanax.", "220", 1),
            ("Then Zorbanax came.", "220", 1),
            ("krev-lin.", "880", 0),
            ("It ended, said", "220", 0),
            ("the young krev-lin", "880", 0),
            ("rained.", "220", 0),
            ("It rained.", "220", 0),
        ]
        with pytest.raises(UsageError, match="the script does not have 'Nobody'"):
            speak_trials(script, (Entry("Nobody", say="no"),), engines, tmp_path / "x.wav")


class TestCommand:
    def test_lists_them_with_place_and_sounds(self, tmp_path: Path) -> None:
        run = audiobrief("names", script(tmp_path, "pyttsx3").name, "-o", "n.wav", cwd=tmp_path)
        assert run.status == 0
        assert "episode.yaml:9:62: Lukashenko  name" in run.out
        assert (tmp_path / "n.wav").stat().st_size > 10_000

    def test_gives_json(self, tmp_path: Path) -> None:
        run = audiobrief("names", script(tmp_path, "pyttsx3").name, "--json", "--no-clip", cwd=tmp_path)
        assert {name["word"]: name["kind"] for name in json.loads(run.out)} == {"Lukashenko": "name", "XQZ": "acronym"}
        assert not (tmp_path / "out").exists()

    def test_writes_what_is_accepted(self, tmp_path: Path) -> None:
        path = script(tmp_path, "pyttsx3")
        run = audiobrief(
            "names",
            path.name,
            "--accept",
            "Lukashenko",
            "--accept",
            "XQZ=ˌɛks",
            "--accept",
            "Vo=say:VOH",
            cwd=tmp_path,
        )
        assert (run.status, run.err) == (0, "episode.yaml: 3 words added\n")
        lexicon = {entry.word: entry.ipa or entry.say for entry in load_script(path).lexicon}
        assert lexicon.keys() == {"Kyiv", "Lukashenko", "XQZ", "Vo"}
        assert (lexicon["XQZ"], lexicon["Vo"]) == ("ˌɛks", "VOH")

    @pytest.mark.parametrize(
        ("accepted", "message"),
        [
            ("Nobody", "'Nobody' is not among the names of this script; say how, as in Nobody=IPA"),
            ("XQZ=5", "'5' in '5' is no sign of the phonetic alphabet; use XQZ=say:… to respell"),
            ("Kyiv=ˈkiːjɪv", "'Kyiv' is in the lexicon already (change it there)"),
        ],
    )
    def test_says_what_cannot_be_accepted(self, accepted: str, message: str, tmp_path: Path) -> None:
        path = script(tmp_path, "pyttsx3")
        before = path.read_bytes()
        run = audiobrief("names", path.name, "--accept", accepted, cwd=tmp_path)
        assert run.status == 2
        assert message in run.err
        assert path.read_bytes() == before
