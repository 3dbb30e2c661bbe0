"""`publish` and `unpublish` as people meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiobrief.publish.pictures import pictures_in
from builders import audiobrief, picture
from interference import tree_of
from publish.sets import HOUSE, cover, rendered_set


@pytest.mark.parametrize("command", ["publish", "unpublish"])
def test_there_is_help_with_examples(command: str, tmp_path: Path) -> None:
    run = audiobrief(command, "--help", cwd=tmp_path)
    assert run.status == 0
    assert f"audiobrief {command}" in run.out.split("Examples:")[1]
    assert command in audiobrief("--help", cwd=tmp_path).out


def test_what_was_done_is_said_on_standard_error(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    run = audiobrief("publish", "out/episode.mp3", "--to", "site", cwd=tmp_path)
    assert (run.status, run.out) == (0, "")
    assert run.err.splitlines() == [
        "site: episode: published, https://the-show.radio/episodes/episode/",
        "site: 16 files written, 0 removed",
    ]
    assert audiobrief("publish", "out/episode.mp3", "--to", "site", "-q", cwd=tmp_path).err == ""
    gone = audiobrief("unpublish", "out/episode.mp3", "--to", "site", cwd=tmp_path)
    assert gone.err.splitlines()[0] == "site: episode: unpublished"


def test_json_says_all_of_it(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    run = audiobrief("publish", "out/episode.mp3", "--to", "site", "--json", "-q", cwd=tmp_path)
    said = json.loads(run.out)
    assert set(said) == {"site", "episodes", "written", "removed"}
    assert said["site"] == "site"
    (episode,) = said["episodes"]
    assert (episode["slug"], episode["what"], episode["published"]) == (
        "episode", "published", "2024-05-01T00:00:00+00:00",
    )  # fmt: skip
    assert set(said["written"]) == set(tree_of(tmp_path / "site"))
    assert episode["enclosure"].removeprefix("https://the-show.radio/") in said["written"]


def test_a_rehearsal_lists_files_on_standard_output(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    rehearsed = audiobrief("publish", "out/episode.mp3", "--to", "site", "--dry-run", cwd=tmp_path)
    assert not (tmp_path / "site").exists()
    assert rehearsed.err.splitlines()[-1] == "site: 16 files would be written, 0 would be removed"
    audiobrief("publish", "out/episode.mp3", "--to", "site", cwd=tmp_path)
    assert {f"write {path}" for path in tree_of(tmp_path / "site")} == set(rehearsed.out.splitlines())
    gone = audiobrief("unpublish", "episode", "--to", "site", "--dry-run", "-q", cwd=tmp_path)
    assert next(line for line in gone.out.splitlines() if line.endswith(".mp3")).startswith("remove media/episode-")
    assert list((tmp_path / "site").glob("media/*.mp3"))


def test_one_that_cannot_be_published_does_not_keep_the_others_back(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    run = audiobrief("publish", "out/missing.mp3", "out/episode.mp3", "--to", "site", cwd=tmp_path)
    assert run.status == 1
    assert run.err.splitlines()[0] == "out/missing.mp3: there is no such file (render the script first)"
    assert "episode: published" in run.err
    gone = audiobrief("unpublish", "other", "episode", "--to", "site", "-q", cwd=tmp_path)
    assert (gone.status, gone.err) == (1, "site: there is no episode 'other' (known: episode)\n")
    assert not list((tmp_path / "site").glob("media/*"))


def test_an_episode_before_its_time_is_held(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out", publish_at="2999-01-01T06:00:00Z")
    run = audiobrief("publish", "out/episode.mp3", "--to", "site", cwd=tmp_path)
    assert run.status == 0
    assert run.err.splitlines()[0] == "site: episode: held, not before 2999-01-01T06:00:00Z (publish it again then)"
    assert tree_of(tmp_path / "site") == {}


def test_the_house_file_says_what_the_podcast_is_now(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    audiobrief("publish", "out/episode.mp3", "--to", "site", "-q", cwd=tmp_path)
    (tmp_path / "show.yaml").write_text(HOUSE.replace("The Show", "The new name"), encoding="utf-8")
    (tmp_path / "cover.png").write_bytes(cover(1, 2, 3))
    run = audiobrief("publish", "--show", "show.yaml", "--to", "site", cwd=tmp_path)
    assert run.status == 0, run.err
    feed = (tmp_path / "site" / "feed.xml").read_text("utf-8")
    assert "<title>The new name</title>" in feed
    assert len(list((tmp_path / "site").glob("artwork/cover-*.png"))) == 2
    assert "<title>The bridge</title>" in feed


def test_editions_go_to_the_sites_that_the_house_file_names(tmp_path: Path) -> None:
    rendered_set(tmp_path / "out")
    for edition in ("loud", "quiet"):
        rendered_set(tmp_path / "out", f"episode-{edition}", edition=edition)
    (tmp_path / "cover.png").write_bytes(cover())
    loud = "{loudness: -14 LUFS, publish: loud-site, address: https://loud.example/}"
    (tmp_path / "show.yaml").write_text(
        f"{HOUSE}editions: {{loud: {loud}, quiet: {{beds: false}}}}\n", encoding="utf-8"
    )
    episodes = [f"out/episode{name}.mp3" for name in ("", "-loud", "-quiet")]
    run = audiobrief("publish", *episodes, "--show", "show.yaml", "--to", "site", "--json", cwd=tmp_path)
    assert run.status == 0, run.err
    said = [json.loads(line) for line in run.out.splitlines()]
    assert [(Path(site["site"]).name, len(site["episodes"])) for site in said] == [("site", 2), ("loud-site", 1)]
    assert (tmp_path / "site" / "feed.xml").read_text("utf-8").count("<item>") == 2
    assert (tmp_path / "loud-site" / "feed.xml").read_text("utf-8").count("<item>") == 1
    assert audiobrief("publish", episodes[1], "--show", "show.yaml", cwd=tmp_path).status == 0
    run = audiobrief("publish", episodes[2], "--show", "show.yaml", cwd=tmp_path)
    assert run.status == 2
    assert run.err.startswith("there is no site for out/episode-quiet.mp3; name it with --to")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("sftp:/x", "show.yaml:1:25: publish: sftp:/x: two slashes must follow 'sftp:'"),
        ('" "', "show.yaml:1:25: publish: "),
    ],
)
def test_a_site_of_an_edition_that_is_none_is_said_with_its_place(place: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "show.yaml").write_text(f"editions: {{x: {{publish: {place}, address: https://loud.example/}}}}\n")
    run = audiobrief("publish", "--show", "show.yaml", "--to", "site", cwd=tmp_path)
    assert run.status == 2
    assert run.err.startswith(line)


def test_a_house_file_that_is_wrong_is_said_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "show.yaml").write_text("title: X\naddress: ftp://x\n", encoding="utf-8")
    run = audiobrief("publish", "--show", "show.yaml", "--to", "site", cwd=tmp_path)
    assert run.status == 2
    assert run.err.startswith("show.yaml:2:10: address: 'ftp://x' is no https address")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["publish", "--to", "site"], "there is nothing to publish"),
        (["publish", "a.mp3"], "Missing option '--to'"),
        (["publish", "a.mp3", "b.mp3", "--to", "site", "--correct", "x"], "--correct says what was corrected in one"),
        (["publish", "a.mp3", "--to", "site", "--correct", " "], "--correct says what was corrected in one"),
        (["unpublish", "--to", "site"], "Missing argument"),
    ],
)
def test_a_wrong_command_line_is_said(arguments: list[str], message: str, tmp_path: Path) -> None:
    run = audiobrief(*arguments, cwd=tmp_path)
    assert run.status == 2
    assert message in run.err
    assert run.err.count("\n") == 1


def test_an_m4a_file_has_its_cover(tmp_path: Path) -> None:
    from builders import tone_script

    (tmp_path / "cover.jpg").write_bytes(picture("JPEG", 32, 32))
    script = tone_script(tmp_path, "  - narration: Good evening.\n", "cover: cover.jpg\n")
    run = audiobrief("render", script.name, "--format", "m4a", "-q", cwd=tmp_path)
    assert run.status == 0, run.err
    cover = pictures_in(tmp_path / "out" / "episode.m4a").cover
    assert cover is not None
    assert cover == (tmp_path / "cover.jpg").read_bytes()
