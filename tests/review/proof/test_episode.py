"""A finished episode that is read, and the proof of one with a listener that hears what it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import EpisodeError
from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.review.proof.differences import Kind
from audiobrief.review.proof.episode import Report, read_episode
from audiobrief.review.proof.listening import Listening
from audiobrief.review.proof.sound import LONGEST_WINDOW, Excerpt
from audiobrief.script.loader import load_script
from builders import sine, tone_script, write_wave
from review.proof.listeners import SECONDS_A_WORD, Listener, proof, script, words, write_manifest

TEXT = '  - narration: One (2)[sub:"two"]. [2s] Three.\n'


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("episode")
    return render_episode(load_script(tone_script(folder, TEXT)), folder / "x.mp3", Settings()).audio


def test_an_audio_file_and_its_manifest_are_the_same_episode(rendered: Path) -> None:
    episode = read_episode(rendered)
    assert episode == read_episode(rendered.with_name("x.episode.json"))
    assert (episode.audio, episode.script, episode.manifest.language, episode.as_rendered) == (
        rendered,
        "episode.yaml",
        "en",
        True,
    )
    sentences = episode.manifest.sentences
    assert [(each.text, each.said or each.text) for each in sentences] == [("One 2.", "One two."), ("Three.", "Three.")]
    assert [each.line for each in sentences] == [7, 7]
    (silence,) = episode.manifest.silences
    assert (silence.start, silence.end) == (sentences[0].end, sentences[1].start)
    # Sentences start on MP3 frames, each 26 ms.
    assert silence.end - silence.start == pytest.approx(2.0, abs=0.014)


def test_an_endless_file_and_an_endless_episode_are_refused(rendered: Path, tmp_path: Path) -> None:
    manifest = rendered.with_name("x.episode.json").read_text()
    (tmp_path / "x.episode.json").write_text(manifest)
    (tmp_path / "x.mp3").symlink_to("/dev/zero")
    with pytest.raises(EpisodeError, match=r"x\.mp3 cannot be read: it is no regular file \(name an episode's MP3\)"):
        read_episode(tmp_path / "x.mp3")
    long = {**json.loads(manifest), "duration": 30_000}
    (tmp_path / "x.episode.json").write_text(json.dumps(long))
    with pytest.raises(EpisodeError, match=r"lasts longer than six hours \(render it in parts\)"):
        read_episode(tmp_path / "x.mp3")


def test_a_file_that_was_changed_is_told(rendered: Path, tmp_path: Path) -> None:
    for path in rendered.parent.glob("x.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "x.mp3").write_bytes(rendered.read_bytes() + b"\0")
    assert not read_episode(tmp_path / "x.mp3").as_rendered


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.mp3", None, r"none\.mp3: there is no such file \(render the script first\)"),
        ("none.episode.json", None, r"none\.episode\.json: there is no such file \(render the script first\)"),
        ("x.episode.json", "[", r"this is no manifest: it is not JSON \(render the script again\)"),
        ("x.episode.json", "[]", r"this is no manifest: .* \(render the script again\)"),
        ("x.episode.json", "{}", r"title: field required \(render the script again\)"),
        ("x.episode.json", '{"files": [{"role": "vtt"}]}', "title: field required"),
        ("x.episode.json", '{"files": [{"role": "audio"}], "sentences": [{}]}', "title: field required"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(EpisodeError, match=message) as caught:
        read_episode(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_an_audio_file_without_its_manifest_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "x.mp3").touch()
    with pytest.raises(EpisodeError, match=r"there is no manifest x\.episode\.json beside it"):
        read_episode(tmp_path / "x.mp3")


def test_a_manifest_names_no_file_elsewhere(rendered: Path, tmp_path: Path) -> None:
    manifest = json.loads(rendered.with_name("x.episode.json").read_text(encoding="utf-8"))
    manifest["files"][0]["name"] = "../../x.mp3"
    path = tmp_path / "x.episode.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(EpisodeError, match="no file beside the manifest"):
        read_episode(path)


def test_a_manifest_without_sentences_is_refused(rendered: Path, tmp_path: Path) -> None:
    manifest = json.loads(rendered.with_name("x.episode.json").read_text(encoding="utf-8"))
    del manifest["sentences"]
    path = tmp_path / "x.episode.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(EpisodeError, match=r"does not name the sentences that are spoken \(render the script again\)"):
        read_episode(path)


SENTENCES = tuple(
    f"Number {first} {second} makes every listener smile."
    for first in ("apple", "bread", "cheese", "dough", "eggs")
    for second in ("alpha", "bravo", "charlie", "delta")
)
WHOLE = " ".join(SENTENCES)
SECONDS = len(WHOLE.split()) * SECONDS_A_WORD

Prove = Callable[[Listener], Report]


@pytest.fixture
def prove(tmp_path: Path) -> Prove:
    """Proof an episode whose script lasts 70 s."""

    def proof_with(listener: Listener) -> Report:
        seconds = max(SECONDS, listener.said[-1].end)
        audio = write_wave(tmp_path / "x.wav", sine(seconds, sample_rate=16_000), 16_000)
        write_manifest(audio, script(*SENTENCES), SECONDS)
        return proof(audio, listener)

    return proof_with


def test_what_is_heard_as_it_is_written_is_heard_once(prove: Prove) -> None:
    listener = Listener(words(WHOLE))
    report = prove(listener)
    assert (report.findings, report.word_errors, report.complete) == ((), 0, True)
    assert report.words == len(WHOLE.split())
    assert sum(len(each.samples) for each in listener.excerpts) == round(SECONDS * 16_000)
    assert all(each.end - each.start <= LONGEST_WINDOW for each in listener.excerpts)


def test_a_missing_sentence_makes_an_episode_incomplete(prove: Prove) -> None:
    report = prove(Listener(words(WHOLE.replace(SENTENCES[7], "_ _ _ _ _ _ _"))))
    assert [(each.kind, each.place.line) for each in report.findings] == [(Kind.MISSING_SENTENCE, 8)]
    assert not report.complete


def test_another_word_is_found_but_the_episode_is_complete(prove: Prove) -> None:
    report = prove(Listener(words(WHOLE.replace("cheese bravo", "cheese zulu"))))
    assert [(each.kind, each.place.line, each.details["heard"]) for each in report.findings] == [
        (Kind.OTHER_WORDS, 10, "zulu")
    ]
    assert report.complete
    assert (report.word_errors, report.word_error_rate) == (1, 1 / report.words)


def test_what_is_heard_rightly_the_second_time_is_no_finding(prove: Prove) -> None:
    listener = Listener(words(WHOLE.replace("cheese bravo", "cheese zulu")), later=words(WHOLE))
    report = prove(listener)
    assert (report.findings, report.word_errors) == ((), 1)
    assert listener.compared == []


def test_a_word_that_is_heard_but_once_is_not_told(prove: Prove) -> None:
    first = words(WHOLE.replace("cheese bravo", "cheese zulu yankee"))
    then = words(WHOLE.replace("cheese bravo", "cheese zulu _"))
    (finding,) = prove(Listener(first, later=then)).findings
    assert (finding.kind, finding.details["said"], finding.details["heard"]) == (Kind.OTHER_WORDS, "bravo", "zulu")


def test_what_is_not_likelier_than_the_script_is_no_finding(prove: Prove) -> None:
    listener = Listener(words(WHOLE.replace("cheese bravo", "cheese zulu")), sureness=3.0)
    assert prove(listener).findings == ()
    ((heard, expected),) = listener.compared
    assert "cheese zulu makes" in heard
    assert expected == heard.replace("zulu", "bravo")


def test_a_sentence_that_the_recogniser_passes_over_is_heard_by_itself(prove: Prove) -> None:
    """It writes a sentence once that is said twice, and leaves its time empty."""
    twice = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} {SENTENCES[3]}")
    once = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} _ _ _ _ _ _ _")
    report = prove(Listener(words(once), later=words(twice)))
    assert [(each.kind, each.place.line) for each in report.findings] == [(Kind.REPEATED, 4)]


def test_added_words_that_make_the_text_much_less_likely_are_no_finding(prove: Prove) -> None:
    twice = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} {SENTENCES[3]}")
    once = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} _ _ _ _ _ _ _")
    listener = Listener(words(once), later=words(twice), sureness=-12.5)
    assert prove(listener).findings == ()
    ((added, without),) = listener.compared
    assert (added.count("delta"), without.count("delta")) == (added.count("charlie") + 1, added.count("charlie"))


def kinds(said: str, margin: float, *, too_long: frozenset[int] = frozenset()) -> list[str]:
    """Return the kinds of findings where what is heard is likelier than the script by a margin."""
    text = replace(script(*SENTENCES), too_long=too_long)
    sound = Excerpt(0.0, np.full(round((SECONDS + 1.0) * 16_000), 1000, np.int16))
    listener = Listener(words(said), sureness=margin)
    listening = Listening(lambda: listener, sound, text, SECONDS, "en")
    return [finding.kind for finding in listening.find((), lambda _stage, _done, _total: None).findings]


def test_a_word_that_is_heard_twice_in_a_row_may_be_unlikely() -> None:
    twice = WHOLE.replace("cheese bravo", "cheese bravo bravo")
    assert kinds(twice, -11.0) == [Kind.REPEATED]
    assert kinds(twice, -12.5) == []


def test_a_further_word_may_be_unlikely_if_its_sentence_takes_too_long() -> None:
    more = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} Didada.")
    assert kinds(more, -5.0) == []
    assert kinds(more, -5.0, too_long=frozenset({3})) == [Kind.UNEXPECTED]
    assert kinds(more, -5.0, too_long=frozenset({8})) == []


def test_a_number_may_take_its_time(tmp_path: Path) -> None:
    """It is written as one word, and takes as long as six; what follows it is not heard again."""
    audio = write_wave(tmp_path / "x.wav", sine(8.0, sample_rate=16_000), 16_000)
    write_manifest(audio, script("It cost $78.36 in the end, they said then."), 8.0)
    listener = Listener(words("It cost $78.36 _ _ _ _ _ in the end, they said then."))
    assert proof(audio, listener).findings == ()
    assert len(listener.excerpts) == 1


def test_words_that_are_made_up_where_nothing_is_said_are_not_taken(prove: Prove) -> None:
    gap = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} _ _ _ _ _ _ _")
    nonsense = words(gap) + tuple(word for at in range(140) for word in words("you", 14.0 + at * 0.025))
    assert prove(Listener(words(gap), later=tuple(sorted(nonsense, key=lambda word: word.start)))).findings == ()


def test_silence_is_found_in_the_sound(tmp_path: Path) -> None:
    sound = np.concatenate([sine(7.0), sine(3.0, level=-70), sine(SECONDS - 7.0)])
    audio = write_wave(tmp_path / "x.wav", sound)
    write_manifest(audio, script(*SENTENCES), SECONDS)
    late = words(WHOLE.replace(SENTENCES[1], f"{SENTENCES[1]} _ _ _ _ _ _"))
    report = proof(audio, Listener(late))
    assert [(each.kind, each.place.line, each.details["seconds"]) for each in report.findings] == [
        (Kind.DEAD_AIR, 2, 3.0)
    ]


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    audio = write_wave(tmp_path / "x.wav", sine(SECONDS, sample_rate=16_000), 16_000)
    write_manifest(audio, script(*SENTENCES), SECONDS)
    told: dict[str, tuple[int, int]] = {}
    proof(audio, Listener(words(WHOLE)), lambda stage, done, total: told.update({stage: (done, total)}))
    assert told == {"listening": (70, 70), "hearing again": (0, 0)}


def test_an_episode_without_speech_has_nothing_to_miss(tmp_path: Path) -> None:
    audio = write_wave(tmp_path / "x.wav", sine(4.0))
    write_manifest(audio, script(), 4.0)
    report = proof(audio, Listener(()))
    assert (report.words, report.findings, report.word_error_rate) == (0, (), 0.0)
    (finding,) = proof(audio, Listener(words("Thank you very much"))).findings
    assert finding.kind is Kind.UNEXPECTED
