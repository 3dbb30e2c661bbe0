"""Which scripts an archive has, and where their results stand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiobrief.archive.shard import Shard, of_shard
from audiobrief.archive.tasks import find_tasks
from audiobrief.errors import UsageError
from builders import tone_script


def script(folder: Path, name: str, extra: str = "") -> Path:
    return tone_script(folder, "  - intro: Hello.\n", extra, name)


def stems(*sources: Path | str, to: Path) -> list[str]:
    return [task.stem for task in find_tasks(map(str, sources), to).tasks]


def test_results_of_a_folder_keep_their_place(tmp_path: Path) -> None:
    script(tmp_path / "s", "b.yaml")
    script(tmp_path / "s", "a.yml")
    script(tmp_path / "s" / "2026" / "11", "a.yaml", "slug: morning\n")
    script(tmp_path / "s" / ".hidden", "c.yaml")
    assert stems(tmp_path / "s", to=tmp_path / "out") == ["a", "b", "2026/11/morning"]


def test_named_scripts_and_patterns_stand_side_by_side(tmp_path: Path) -> None:
    script(tmp_path / "x", "a.yaml")
    script(tmp_path / "y", "b.yaml")
    assert stems(tmp_path / "y" / "b.yaml", tmp_path / "*" / "*.yaml", to=tmp_path / "out") == ["b", "a"]


def test_files_of_a_folder_without_segments_are_passed_over(tmp_path: Path) -> None:
    script(tmp_path, "a.yaml")
    (tmp_path / "show.yaml").write_text("title: A show\n")
    found = find_tasks([str(tmp_path)], tmp_path / "out")
    assert [task.stem for task in found.tasks] == ["a"]
    assert found.passed_over == (str(tmp_path / "show.yaml"),)


def test_the_archive_itself_is_not_searched(tmp_path: Path) -> None:
    script(tmp_path, "a.yaml")
    script(tmp_path / "out", "b.yaml")
    assert stems(tmp_path, to=tmp_path / "out") == ["a"]


@pytest.mark.parametrize(
    ("names", "slugs"), [(("x/a.yaml", "y/a.yaml"), ("", "")), (("x/a.yaml", "x/b.yaml"), ("", "A"))]
)
def test_two_scripts_for_the_same_files_are_refused(
    tmp_path: Path, names: tuple[str, str], slugs: tuple[str, str]
) -> None:
    for name, slug in zip(names, slugs, strict=True):
        script(tmp_path, name, f"slug: {slug}\n" if slug else "")
    with pytest.raises(UsageError, match=r"a\.yaml and .*\.yaml would both write [aA]\.\* \("):
        find_tasks([str(tmp_path / name) for name in names], tmp_path / "out")


@pytest.mark.parametrize("other", ["E-Y.yaml", "e-y.yaml"])
def test_an_edition_with_the_name_of_a_script_is_refused(tmp_path: Path, other: str) -> None:
    first, second = script(tmp_path, "e.yaml", "editions: {y: {beds: false}}\n"), script(tmp_path, other)
    with pytest.raises(UsageError) as caught:
        find_tasks([str(tmp_path)], tmp_path / "out")
    line = f"{first} (edition 'y') and {second} would both write e-y.* (rename the edition or the script)"
    assert str(caught.value) == line


def test_two_editions_for_the_same_files_are_refused(tmp_path: Path) -> None:
    script(tmp_path, "e.yaml", "editions: {y-z: {beds: false}}\n")
    script(tmp_path, "e-y.yaml", "editions: {z: {beds: false}}\n")
    with pytest.raises(UsageError, match=r"e-y\.yaml \(edition 'z'\) and .*e\.yaml \(edition 'y-z'\) would both"):
        find_tasks([str(tmp_path)], tmp_path / "out")


def test_editions_of_the_house_file_are_compared_too(tmp_path: Path) -> None:
    (tmp_path / "show.yaml").write_text("editions: {y: {beds: false}}\n")
    script(tmp_path, "e.yaml", "show: show.yaml\n")
    script(tmp_path, "e-y.yaml")
    with pytest.raises(UsageError, match="would both write e-y"):
        find_tasks([str(tmp_path)], tmp_path / "out")


def test_other_editions_are_no_obstacle(tmp_path: Path) -> None:
    script(tmp_path, "e.yaml", "editions: {x: {beds: false}}\n")
    script(tmp_path, "e-y.yaml")
    assert stems(tmp_path, to=tmp_path / "out") == ["e-y", "e"]


def test_what_cannot_be_read_is_left_to_the_worker(tmp_path: Path) -> None:
    script(tmp_path, "a.yaml")
    (tmp_path / "dangling.yaml").symlink_to("missing.yaml")
    (tmp_path / "utf16.yaml").write_text("segments: []\n", "utf-16")
    (tmp_path / "house.yaml").write_text("title: A show\n", "utf-16")
    names = ["a", "dangling", "utf16"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
        names.insert(2, "pipe")
    assert stems(tmp_path, to=tmp_path / "out") == names
    assert stems(tmp_path / "d*.yaml", to=tmp_path / "out") == ["dangling"]


def test_a_script_without_a_file_is_refused(tmp_path: Path) -> None:
    for source in ("missing.yaml", "missing*.yaml"):
        with pytest.raises(UsageError, match="there is no such file"):
            find_tasks([str(tmp_path / source)], tmp_path / "out")


def test_a_path_that_the_ledger_cannot_hold_is_refused(tmp_path: Path) -> None:
    os.rename(script(tmp_path, "a.yaml"), os.fsencode(tmp_path) + b"/\xff.yaml")  # noqa: PTH104 - of bytes
    with pytest.raises(UsageError, match=r"its path is not UTF-8 \(rename it"):
        find_tasks([str(tmp_path)], tmp_path / "out")


def test_a_wrong_script_is_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("slug: [b\nsegments: []\n")
    assert stems(tmp_path / "a.yaml", to=tmp_path / "out") == ["a"]


def test_shards_share_the_scripts(tmp_path: Path) -> None:
    for number in range(20):
        script(tmp_path, f"{number}.yaml")
    tasks = find_tasks([str(tmp_path)], tmp_path / "out").tasks
    shards = [of_shard(tasks, Shard(number, 3)) for number in (1, 2, 3)]
    assert sorted(task.stem for shard in shards for task in shard) == sorted(task.stem for task in tasks)
    assert all(shards)


class TestArticles:
    def test_their_scripts_stand_beside_them(self, tmp_path: Path) -> None:
        (tmp_path / "s" / "x").mkdir(parents=True)
        (tmp_path / "s" / "x" / "A storm.txt").write_text("Text.")
        script(tmp_path / "s", "b.yaml")
        (tmp_path / "s" / "b.html").write_text("<p>Text.</p>")
        (task, other) = sorted(find_tasks([str(tmp_path / "s")], tmp_path / "out", with_articles=True).tasks, key=str)
        assert (task.script, task.stem) == (str(tmp_path / "s" / "b.yaml"), "b")
        assert (other.script, other.stem) == (str(tmp_path / "s" / "x" / "A storm.yaml"), "x/A storm")
        assert other.article == str(tmp_path / "s" / "x" / "A storm.txt")

    def test_without_the_option_they_are_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Text.")
        assert stems(tmp_path, to=tmp_path / "out") == []

    def test_two_for_one_script_are_refused(self, tmp_path: Path) -> None:
        for name in ("a.txt", "a.html"):
            (tmp_path / name).write_text("Text.")
        with pytest.raises(
            UsageError, match=r"a\.html and .*a\.txt would both be drafted as \S*a\.yaml \(rename one\)"
        ):
            find_tasks([str(tmp_path)], tmp_path / "out", with_articles=True)

    def test_their_script_is_named_as_they_are(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("a.txt", "a.html"):
            Path(name).write_text("Text.")
        with pytest.raises(UsageError, match=r"would both be drafted as a\.yaml \("):
            find_tasks(["a.txt", "a.html"], tmp_path / "out", with_articles=True)
