"""`preflight` as people meet it, and `publish`, which asks it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from builders import ROOT, audiobrief
from interference import tree_of
from publish.sets import HOUSE, cover, rendered_set

SILENT = [{"start": 0.0, "end": 1.0, "text": "Good evening.", "speaker": "low", "line": 15}]
NOBODY_HEARS = (
    "out/episode.episode.json: sentences: error: the episode never says that its voices are synthetic "
    "(let the outro say it, "
    "such "
    "as 'The voices that you heard are synthetic.', and render again) [Apple]"
)
NO_SUMMARY = (
    "out/episode.episode.json: summary: warning: the episode has no summary (write summary: in the script, and render "
    "again) [Apple]"
)


def test_there_is_help_with_examples(tmp_path: Path) -> None:
    run = audiobrief("preflight", "--help", cwd=tmp_path)
    assert run.status == 0
    assert "audiobrief preflight" in run.out.split("Examples:")[1]
    assert "preflight" in audiobrief("--help", cwd=tmp_path).out


def test_a_good_episode_can_go_out(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    run = audiobrief("preflight", "out/episode.mp3", cwd=tmp_path)
    assert (run.status, run.out, run.err) == (0, "", "out/episode.mp3: can go out\n")


@pytest.mark.slow
def test_nothing_is_found_in_the_sample_at_an_address_of_its_own(tmp_path: Path) -> None:
    for folder in ("scripts", "audio_assets"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    house = tmp_path / "scripts" / "show.yaml"
    text = house.read_text("utf-8")
    assert "address: https://briefing.example/\n" in text
    house.write_text(text.replace("https://briefing.example/", "https://the-briefing.radio/"), encoding="utf-8")
    assert audiobrief("render", "scripts/belarus-briefing.yaml", "-q", cwd=tmp_path).status == 0
    run = audiobrief("preflight", "out/belarus-briefing.mp3", cwd=tmp_path)
    assert (run.status, run.out, run.err) == (0, "", "out/belarus-briefing.mp3: can go out\n")


def test_findings_are_results_and_the_sum_is_a_message(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out", sentences=SILENT, summary=None)
    run = audiobrief("preflight", "out/episode.mp3", cwd=tmp_path)
    assert run.status == 1
    assert run.out.splitlines() == [NO_SUMMARY, NOBODY_HEARS]
    assert run.err == "out/episode.mp3: cannot go out, 1 error, 1 warning\n"
    quiet = audiobrief("preflight", "out/episode.mp3", "-q", cwd=tmp_path)
    assert (quiet.status, quiet.out.splitlines(), quiet.err) == (1, [NOBODY_HEARS], "")


def test_warnings_alone_let_an_episode_go_out(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out", summary=None)
    run = audiobrief("preflight", "out/episode.mp3", cwd=tmp_path)
    assert (run.status, run.out.splitlines()) == (0, [NO_SUMMARY])
    assert run.err == "out/episode.mp3: can go out, 1 warning\n"


def test_json_says_all_of_it(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out", sentences=SILENT, show={"author": None})
    rendered_set(tmp_path / "out", "river", number=2, date="2024-04-30", show={"author": None})
    run = audiobrief("preflight", "out/episode.mp3", "out/river.mp3", "--json", "-q", cwd=tmp_path)
    assert (run.status, run.err) == (1, "")
    assert json.loads(run.out) == {
        "fit": False,
        "show": [
            {
                "level": "warning",
                "where": "out/river.episode.json: show.author",
                "what": "the show has no author",
                "advice": "write author: in the house file",
                "who": ["Apple"],
            }
        ],
        "episodes": [
            {
                "episode": "out/episode.mp3",
                "fit": False,
                "findings": [
                    {
                        "level": "error",
                        "where": "out/episode.episode.json: sentences",
                        "what": "the episode never says that its voices are synthetic",
                        "advice": (
                            "let the outro say it, such as 'The voices that you heard are synthetic.', and render again"
                        ),
                        "who": ["Apple"],
                    }
                ],
            },
            {"episode": "out/river.mp3", "fit": True, "findings": []},
        ],
    }


def test_one_that_cannot_be_read_does_not_keep_the_others_back(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    run = audiobrief("preflight", "out/missing.mp3", "out/episode.mp3", cwd=tmp_path)
    assert (run.status, run.out) == (1, "")
    assert run.err.splitlines() == [
        "out/missing.mp3: there is no such file (render the script first)",
        "out/episode.mp3: can go out",
    ]


@pytest.mark.slow
def test_what_stands_at_the_place_is_looked_at(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    assert audiobrief("publish", "out/episode.mp3", "--to", "site", "-q", cwd=tmp_path).status == 0
    before = tree_of(tmp_path / "site")
    rendered_set(tmp_path / "out", date="2024-05-02")
    assert audiobrief("preflight", "out/episode.mp3", cwd=tmp_path).status == 0
    run = audiobrief("preflight", "out/episode.mp3", "--to", "site", cwd=tmp_path)
    assert run.status == 1
    assert run.out.startswith(
        "out/episode.episode.json: slug: error: another episode is out as 'episode': 'The bridge' "
    )
    corrected = audiobrief(
        "preflight", "out/episode.mp3", "--to", "site", "--correct", "It was Thursday.", cwd=tmp_path
    )
    assert (corrected.status, corrected.out) == (0, "")
    assert tree_of(tmp_path / "site") == before


def test_a_place_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    run = audiobrief("preflight", "out/episode.mp3", "--to", "site", cwd=tmp_path)
    assert (run.status, run.out) == (0, "")
    assert not (tmp_path / "site").exists()


def test_the_house_file_says_what_the_podcast_is_now(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out", show={"description": None})
    assert audiobrief("preflight", "out/episode.mp3", cwd=tmp_path).status == 1
    (tmp_path / "show.yaml").write_text(HOUSE, encoding="utf-8")
    (tmp_path / "cover.png").write_bytes(cover())
    run = audiobrief("preflight", "out/episode.mp3", "--show", "show.yaml", cwd=tmp_path)
    assert (run.status, run.out) == (0, "")
    (tmp_path / "show.yaml").write_text(HOUSE.replace("author: The Desk\n", ""), encoding="utf-8")
    run = audiobrief("preflight", "out/episode.mp3", "--show", "show.yaml", cwd=tmp_path)
    expected = "show.yaml: author: warning: the show has no author (write author: in the house file) [Apple]\n"
    assert (run.status, run.out) == (0, expected)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["preflight"], "Missing argument"),
        (["preflight", "out/episode.mp3", "--correct", " "], "--correct says what was corrected in one"),
        (["preflight", "a.mp3", "b.mp3", "--correct", "x"], "--correct says what was corrected in one"),
        (["preflight", "out/episode.mp3", "--show", "none.yaml"], "none.yaml"),
    ],
)
def test_a_wrong_command_line_is_said(arguments: list[str], message: str, tmp_path: Path) -> None:
    run = audiobrief(*arguments, cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert run.err.count("\n") == 1


class TestPublish:
    def test_what_is_refused_writes_nothing(self, tmp_path: Path) -> None:
        rendered_set(tmp_path / "out", sentences=SILENT)
        run = audiobrief("publish", "out/episode.mp3", "--to", "site", cwd=tmp_path)
        assert (run.status, run.out) == (1, "")
        assert run.err.splitlines()[0] == NOBODY_HEARS
        assert tree_of(tmp_path / "site") == {}

    def test_the_others_still_go_out(self, tmp_path: Path) -> None:
        rendered_set(tmp_path / "out", sentences=SILENT)
        rendered_set(tmp_path / "out", "river", number=2)
        run = audiobrief("publish", "out/episode.mp3", "out/river.mp3", "--to", "site", cwd=tmp_path)
        assert run.status == 1
        assert run.err.splitlines()[:2] == [
            NOBODY_HEARS,
            "site: river: published, https://the-show.radio/episodes/river/",
        ]
        assert not [path for path in tree_of(tmp_path / "site") if "episode-" in path or "/episode/" in path]

    def test_warnings_are_said_and_it_goes_out(self, tmp_path: Path) -> None:
        rendered_set(tmp_path / "out", summary=None)
        run = audiobrief("publish", "out/episode.mp3", "--to", "site", cwd=tmp_path)
        assert (run.status, run.out) == (0, "")
        assert run.err.splitlines()[:2] == [
            NO_SUMMARY,
            "site: episode: published, https://the-show.radio/episodes/episode/",
        ]

    def test_a_refused_podcast_stays_as_it_was(self, tmp_path: Path) -> None:
        rendered_set(tmp_path / "out")
        audiobrief("publish", "out/episode.mp3", "--to", "site", "-q", cwd=tmp_path)
        before = tree_of(tmp_path / "site")
        (tmp_path / "cover.png").write_bytes(cover())
        (tmp_path / "show.yaml").write_text(HOUSE.replace("description: One story a day.\n", ""), encoding="utf-8")
        run = audiobrief("publish", "--show", "show.yaml", "--to", "site", cwd=tmp_path)
        assert run.status == 1
        assert run.err.startswith("show.yaml: description: error: the show has no description (")
        assert tree_of(tmp_path / "site") == before

    def test_a_rehearsal_is_refused_too(self, tmp_path: Path) -> None:
        rendered_set(tmp_path / "out", sentences=SILENT)
        run = audiobrief("publish", "out/episode.mp3", "--to", "site", "--dry-run", cwd=tmp_path)
        assert (run.status, run.out) == (1, "")
        assert not (tmp_path / "site").exists()
