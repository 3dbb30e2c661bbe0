"""`audiobrief names`: the list, trials, and the questions of --review; `check` counts guesses."""

from __future__ import annotations

import json
import os
import sys
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli.names import command
from audiobrief.script.loader import load_script
from builders import audiobrief, write_script

pytestmark = pytest.mark.usefixtures("_hibari")

TEXT = """\
voices: {a: {engine: hibari, name: heart}}
segments:
  - narration: |
      Then Zorbanax met Krevlin. They spoke about the bow.
"""
GUESSES = "Then Zorbanax, Krevlin, Plonkwitz and the XQZ met. Then Zorbanax left."


@pytest.fixture
def _hibari() -> None:
    pytest.importorskip("hibari", reason="hibari is not installed")


def names(folder: Path, *arguments: str) -> str:
    run = audiobrief("names", "episode.yaml", *arguments, cwd=folder)
    assert run.status == 0, run.err
    return run.out


def seconds(clip: Path) -> float:
    with wave.open(str(clip)) as file:
        return float(file.getnframes() / file.getframerate())


class TestList:
    def test_has_respellings_beside_the_sounds_and_both_readings_of_a_homograph(self, tmp_path: Path) -> None:
        write_script(tmp_path, TEXT)
        _, second, third = names(tmp_path, "--no-clip").splitlines()
        assert "kɹˈɛvlɪn" in second
        assert "KREV-lin" in second
        assert "ribbon or weapon /ˈboʊ/ or bend or ship /ˈbaʊ/" in third

    def test_is_json(self, tmp_path: Path) -> None:
        write_script(tmp_path, TEXT)
        listed = {name["word"]: name for name in json.loads(names(tmp_path, "--no-clip", "--json"))}
        assert (listed["Krevlin"]["respelling"], listed["Krevlin"]["choices"]) == ("KREV-lin", [])
        assert listed["bow"]["kind"] == "homograph"
        assert listed["bow"]["choices"] == [
            {"description": "ribbon or weapon", "ipa": "ˈboʊ", "respelling": "BOH"},
            {"description": "bend or ship", "ipa": "ˈbaʊ", "respelling": "BOW"},
        ]

    @pytest.mark.slow
    def test_accepts_homographs_only_with_their_sounds(self, tmp_path: Path) -> None:
        path = write_script(tmp_path, TEXT)
        run = audiobrief("names", path.name, "--accept", "bow", cwd=tmp_path)
        assert (run.status, "'bow' has several pronunciations; say which, as in bow=ˈboʊ" in run.err) == (2, True)
        assert audiobrief("names", path.name, "--accept-all", cwd=tmp_path).err == "episode.yaml: 2 words added\n"
        audiobrief("names", path.name, "--accept", "the bow=ðə ˈbaʊ", cwd=tmp_path)
        assert names(tmp_path, "--no-clip") == "every name is in the lexicon or in the voice's dictionary\n"


class TestTry:
    def test_writes_a_clip_and_changes_nothing_else(self, tmp_path: Path) -> None:
        path = write_script(tmp_path, TEXT)
        before = path.read_bytes()
        run = audiobrief("names", path.name, "--try", "Krevlin=say:KREV-lin", "-o", "x.wav", cwd=tmp_path)
        assert (run.status, run.err) == (0, "x.wav: 1 word, each alone and in its sentence\n")
        assert 2 < seconds(tmp_path / "x.wav") < 6
        assert path.read_bytes() == before

    def test_says_what_the_script_does_not_have(self, tmp_path: Path) -> None:
        path = write_script(tmp_path, TEXT)
        run = audiobrief("names", path.name, "--try", "Krevlyn=say:KREV-lin", cwd=tmp_path)
        assert run.status == 2
        assert run.err == "the script does not have 'Krevlyn' (write it as it is written there)\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--review",), "--review asks on a terminal, and this is none; use --accept WORD=HOW, or --accept-all"),
        (("--review", "--json"), "--review and --json exclude each other"),
        (("--try", "a=say:b", "--accept", "a"), "--try and --accept exclude each other"),
    ],
)
def test_says_in_one_line_what_cannot_be(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    path = write_script(tmp_path, TEXT)
    run = audiobrief("names", path.name, *arguments, cwd=tmp_path)
    assert (run.status, run.err) == (2, f"{message} (audiobrief names --help says how)\n")


class TestReview:
    @pytest.fixture(autouse=True)
    def _terminal(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_script(tmp_path, TEXT)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("AUDIOBRIEF_PLAYER", "no-such-player")
        monkeypatch.setattr("audiobrief.cli.names.is_terminal", lambda: True)

    def review(self, answers: str) -> Result:
        return CliRunner().invoke(command, ["episode.yaml", "--review"], answers, catch_exceptions=False)

    def lexicon(self) -> dict[str, tuple[str | None, str | None]]:
        return {entry.word: (entry.say, entry.ipa) for entry in load_script(Path("episode.yaml")).lexicon}

    def test_accepts_respells_and_skips(self) -> None:
        run = self.review("a\nr\nKREV-lin\ny\ns\n")
        assert self.lexicon() == {"Zorbanax": (None, "zˈɔɹbənˌæks"), "Krevlin": ("KREV-lin", None)}
        assert "[1/3] Zorbanax (name, episode.yaml:6:12): zˈɔɹbənˌæks  ZOR-" in run.output
        assert "  listen: out/episode.names.wav" in run.output
        assert "[3/3] bow (homograph, episode.yaml:6:55): ribbon or weapon /ˈboʊ/ or bend" in run.output
        assert '  write which is meant into the script: (bow)[ipa:"ˈboʊ"]' in run.output
        assert run.output.endswith("2 words added\n")

    def test_the_proposal_is_the_default(self) -> None:
        self.review("r\n\n\nq\n")
        assert self.lexicon() == {"Zorbanax": ("ZOR-buh-naks", None)}

    def test_asks_again_after_a_wrong_sign_or_where_it_is_not_kept(self) -> None:
        run = self.review("i\n5\ni\nˈzɔːb\nn\ni\nˈzɔːbə\ny\nq\n")
        assert "  '5' in '5' is no sign of the phonetic alphabet\n" in run.output
        assert self.lexicon() == {"Zorbanax": (None, "ˈzɔːbə")}

    def test_what_was_answered_before_the_end_is_saved(self) -> None:
        assert "1 word added" in self.review("a\n").output
        assert list(self.lexicon()) == ["Zorbanax"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_reviews_on_a_terminal(tmp_path: Path) -> None:
    import pty

    path = write_script(tmp_path, TEXT)
    arguments = [sys.executable, "-m", "audiobrief", "names", str(path), "--review"]
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(tmp_path)
        os.execve(arguments[0], arguments, {**os.environ, "AUDIOBRIEF_PLAYER": "no-such-player"})
    os.write(terminal, b"a\nq\n")
    shown = b""
    try:
        while part := os.read(terminal, 4096):
            shown += part
    except OSError:
        pass  # so Linux tells that the other end is closed
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert "1 word added" in shown.decode()
    assert [entry.word for entry in load_script(path).lexicon] == ["Zorbanax"]


class TestCheck:
    def test_several_guesses_are_one_line(self, tmp_path: Path) -> None:
        write_script(tmp_path, TEXT.replace("Then Zorbanax met Krevlin. They spoke about the bow.", GUESSES))
        run = audiobrief("check", "episode.yaml", cwd=tmp_path)
        (line,) = [line for line in run.out.splitlines() if "guess" in line]
        assert line == (
            "episode.yaml:6:12: warning: the voices have to guess 4 names and acronyms: Zorbanax, Krevlin, Plonkwitz "
            "and 1 more (audiobrief names episode.yaml says them and takes corrections; check -v lists them)"
        )

    @pytest.mark.slow
    def test_with_v_and_for_programs_each_is_one(self, tmp_path: Path) -> None:
        write_script(tmp_path, TEXT.replace("Then Zorbanax met Krevlin. They spoke about the bow.", GUESSES))
        for arguments in (("-v",), ("--format", "github"), ("--format", "json")):
            run = audiobrief("check", "episode.yaml", *arguments, cwd=tmp_path)
            assert run.out.count("the voice has to guess") == 4

    def test_up_to_three_are_listed_one_by_one(self, tmp_path: Path) -> None:
        write_script(tmp_path, TEXT.replace("They spoke about the bow.", "Then came Plonkwitz."))
        run = audiobrief("check", "episode.yaml", cwd=tmp_path)
        assert run.out.count("the voice has to guess the name") == 3
