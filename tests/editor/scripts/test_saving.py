"""Saving: the old file or the new one, and nobody else's change is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from audiobrief.editor.scripts.saving import ScriptStore
from audiobrief.errors import AudiobriefError
from audiobrief.script.editing import segments
from audiobrief.script.editing.merging import merge_texts
from audiobrief.storage import files
from editor.desks import FILE, SCRIPT, browsing, change, change_text, client, desk_of, make_show, script_of

TRIES = int(os.environ.get("AUDIOBRIEF_TRIES", "5"))


def texts(script: dict[str, Any]) -> list[str]:
    return [turn["text"] for segment in script["segments"] for turn in segment["turns"]]


def test_a_change_is_saved_at_once(tmp_path: Path) -> None:
    path = make_show(tmp_path)
    path.chmod(0o640)
    with browsing(tmp_path) as browser:
        after = change_text(browser, 0, "Good morning. This is the first of two.\n\nIt has another paragraph.")
        assert after["changed"] == 0
        assert texts(script_of(browser)) == texts(after)
    assert path.read_text() == SCRIPT.replace("Good evening", "Good morning")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["one.yaml"]


def test_two_tabs_do_not_lose_each_others_changes(tmp_path: Path) -> None:
    path = make_show(tmp_path)
    with desk_of(tmp_path) as desk, client(desk) as one, client(desk) as other:
        seen = script_of(other)
        drawn = seen["segments"]
        change_text(one, 0, "Changed in the first tab.")
        change(one, action="setting", segment=drawn[1]["id"], key="chapter", value="Another chapter")
        # The other tab knows neither of the changes.
        turn = drawn[1]["turns"][0]["text"]
        digest = seen["digest"]
        change(
            other, action="text", segment=drawn[1]["id"], before=turn, text="Changed in the second tab.", digest=digest
        )
        change(other, action="text", segment=drawn[2]["id"], before="Goodbye.", text="Good night.")
        assert texts(script_of(one)) == ["Changed in the first tab.", "Changed in the second tab.", "Good night."]
    assert "chapter: Another chapter" in path.read_text()


def test_the_same_segment_is_asked_about(tmp_path: Path) -> None:
    path = make_show(tmp_path)
    with desk_of(tmp_path) as desk, client(desk) as one, client(desk) as other:
        drawn = script_of(other)["segments"][0]
        change_text(one, 0, "From the first tab.")
        saved = path.read_bytes()
        request = {"action": "text", "segment": drawn["id"], "before": drawn["turns"][0]["text"], "text": "Mine."}
        answer = other.post("/api/change", json={"file": FILE, **request})
        assert answer.status_code == 409
        assert "changed in another tab or program" in answer.json()["error"]
    assert path.read_bytes() == saved


def send_text(browser: TestClient, seen: dict[str, Any], index: int, text: str) -> Any:
    """Change the text of a segment as a page does that has shown a version of the script."""
    drawn = seen["segments"][index]
    request = {"action": "text", "segment": drawn["id"], "before": drawn["turns"][0]["text"], "text": text}
    return browser.post("/api/change", json={"file": FILE, "digest": seen["digest"], **request})


HEAD = SCRIPT.split("segments:")[0] + "segments:\n"
SAME = "  - narration: same\n"
CHAPTER = "  - narration: same\n    chapter: {}\n"
OTHER = "  - narration: other\n"


@pytest.mark.parametrize(
    ("before", "after", "index"),
    [
        (SAME * 3, OTHER + SAME * 2, 1),
        (SAME * 3, SAME * 2, 1),
        (SAME * 2, SAME * 3, 1),
        (SAME * 2, OTHER + SAME, 1),
        (SAME, SAME * 2, 0),
        (SAME + OTHER + SAME, OTHER + SAME * 2, 0),
        (CHAPTER.format("A") + CHAPTER.format("B"), OTHER + CHAPTER.format("B"), 0),
        (CHAPTER.format("A") + CHAPTER.format("B"), CHAPTER.format("B") + OTHER, 0),
        (CHAPTER.format("A") + OTHER, OTHER + CHAPTER.format("B"), 0),
    ],
)
def test_equal_segments_are_asked_about(tmp_path: Path, before: str, after: str, index: int) -> None:
    path = make_show(tmp_path, HEAD + before)
    with browsing(tmp_path) as browser:
        seen = script_of(browser)
        path.write_text(HEAD + after)
        assert send_text(browser, seen, index, "From here.").status_code == 409
    assert path.read_text() == HEAD + after


def test_equal_segments_are_known_by_their_places(tmp_path: Path) -> None:
    make_show(tmp_path, HEAD + SAME + OTHER + SAME)
    with browsing(tmp_path) as browser:
        seen = script_of(browser)
        change_text(browser, 1, "changed")
        assert send_text(browser, seen, 2, "From here.").is_success
        assert texts(script_of(browser)) == ["same", "changed", "From here."]
        assert send_text(browser, {**seen, "digest": "0" * 64}, 0, "Again.").status_code == 409


OUTSIDE: list[tuple[Callable[[str], str], int, bool]] = [
    (lambda text: text.replace("Goodbye", "Bye"), 0, True),
    (lambda text: text.replace("title: One", "title: Another"), 1, True),
    (lambda text: text.replace("  # What comes second.\n", ""), 1, True),
    (lambda text: text.replace("chapter: Second", "chapter: Two"), 1, True),
    (lambda text: text.replace("segments:\n", "segments:\n  - intro: New.\n"), 2, True),
    (lambda text: text.replace("  - outro: Goodbye.\n", ""), 0, True),
    (lambda text: text + "# The end.\n", 2, True),
    (lambda text: text.replace("The second one", "Number two"), 1, False),
    (lambda text: text.replace("  - outro: Goodbye.\n", ""), 2, False),
    (lambda text: text.replace("segments:", "segments"), 0, False),
]


@pytest.mark.parametrize(("outside", "index", "is_saved"), OUTSIDE)
def test_a_change_outside_is_merged_or_asked_about(
    tmp_path: Path, outside: Callable[[str], str], index: int, is_saved: bool
) -> None:
    path = make_show(tmp_path)
    with browsing(tmp_path) as browser:
        seen = script_of(browser)
        path.write_text(outside(SCRIPT))
        answer = send_text(browser, seen, index, "From here.")
        assert answer.is_success is is_saved
    after = path.read_text()
    if is_saved:
        assert "From here." in after
        first, second = after.split("From here.")
        assert outside(SCRIPT).startswith(first.rstrip(" |\n"))
        assert outside(SCRIPT).endswith(second)
    else:
        assert after == outside(SCRIPT)


@pytest.mark.parametrize("times", [1, 3])
def test_a_file_that_changes_while_it_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    path = make_show(tmp_path)
    left = [f"# {number}\n" for number in range(times)]
    write = files.write_bytes

    def interfere(target: Path, content: bytes) -> None:
        write(target, content)
        if left:
            path.write_text(path.read_text() + left.pop(0))

    monkeypatch.setattr(files, "write_bytes", interfere)
    ScriptStore().change(path, FILE, lambda outline: segments.set_text(outline, 2, "Good night."))
    expected = SCRIPT.replace("Goodbye", "Good night") + "".join(f"# {number}\n" for number in range(times))
    assert path.read_text() == expected


class TestUndo:
    def test_changes_are_taken_back_and_made_again(self, tmp_path: Path) -> None:
        path = make_show(tmp_path)
        with browsing(tmp_path) as browser:
            change_text(browser, 0, "First.")
            segment = script_of(browser)["segments"][1]["id"]
            removed = change(browser, action="remove", segment=segment)
            assert (removed["undo"], removed["redo"]) == (2, 0)
            back = browser.post("/api/undo", json={"file": FILE}).json()
            assert (len(back["segments"]), back["undo"], back["redo"]) == (3, 1, 1)
            assert browser.post("/api/undo", json={"file": FILE}).is_success
            assert path.read_text() == SCRIPT
            assert browser.post("/api/undo", json={"file": FILE}).status_code == 400
            browser.post("/api/redo", json={"file": FILE})
            again = browser.post("/api/redo", json={"file": FILE}).json()
            assert texts(again) == ["First.", "Goodbye."]

    def test_what_was_changed_elsewhere_since_then_stays(self, tmp_path: Path) -> None:
        path = make_show(tmp_path)
        with browsing(tmp_path) as browser:
            change_text(browser, 0, "First.")
            path.write_text(path.read_text().replace("Goodbye", "Bye"))
            assert browser.post("/api/undo", json={"file": FILE}).is_success
            assert path.read_text() == SCRIPT.replace("Goodbye", "Bye")

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        path = make_show(tmp_path)
        with browsing(tmp_path) as browser:
            change_text(browser, 0, "First.")
            path.write_text(changed := path.read_text().replace("First.", "Another first."))
            assert browser.post("/api/undo", json={"file": FILE}).status_code == 409
        assert path.read_text() == changed


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", "a\nb\nc\n", "a\nB\nc\n"),
        ("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n"),
        ("a\nb\nc\nd\n", "b\nc\nd\n", "a\nb\nc\nd\ne\n", "b\nc\nd\ne\n"),
        ("a\nb\nc\n", "a\nB\nc\n", "a\nx\nc\n", None),
        ("a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n", "a\nB\nc\n"),
        ("a\nb\nc\n", "a\nB\nc\n", "a\nb\nC\n", None),
    ],
)
def test_merging(base: str, mine: str, theirs: str, expected: str | None) -> None:
    assert merge_texts(base, mine, theirs) == expected


SAVE = """\
import sys
from pathlib import Path
from audiobrief.editor.scripts.saving import ScriptStore
from audiobrief.script.editing import segments
store, path, number = ScriptStore(), Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    number += 1
    store.change(path, "x", lambda outline: segments.set_text(outline, 0, f"Number {number}. " + "Words. " * 2000))
"""


def _kill_while_saving(path: Path, seconds: float) -> None:
    with subprocess.Popen([sys.executable, "-c", SAVE, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)


def _is_whole(text: str) -> bool:
    return text.count("Words.") == 2000 and text.startswith("# The first line") and text.endswith("- outro: Goodbye.\n")


def _kill(folder: Path, times: int) -> None:
    path = make_show(folder)
    chance = random.Random(7)
    for _ in range(times):
        _kill_while_saving(path, chance.uniform(0.0, 0.08))
        text = path.read_text()
        assert text == SCRIPT or _is_whole(text)
    # The next save deletes what the killed ones have left behind.
    ScriptStore().change(path, FILE, lambda outline: segments.set_text(outline, 2, "Good night."))
    assert [each.name for each in path.parent.iterdir()] == ["one.yaml"]


def test_a_killed_save_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    _kill(tmp_path, TRIES // 2)


@pytest.mark.slow
def test_a_hundred_killed_saves(tmp_path: Path) -> None:
    _kill(tmp_path, 100)


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_show(tmp_path)

    def full(_path: Path, _content: bytes) -> None:
        raise files.write_failure(path, OSError(28, "No space left on device"))

    monkeypatch.setattr(files, "write_bytes", full)
    with pytest.raises(AudiobriefError, match="free some space"):
        ScriptStore().change(path, FILE, lambda outline: segments.set_text(outline, 2, "Good night."))
    assert path.read_text() == SCRIPT


def test_every_change_of_a_page(tmp_path: Path) -> None:
    make_show(tmp_path)
    with browsing(tmp_path) as browser:
        _try_changes(browser)


def _try_changes(browser: TestClient) -> None:
    def at(index: int) -> str:
        return str(script_of(browser)["segments"][index]["id"])

    change(browser, action="kind", segment=at(2), kind="transition")
    change(browser, action="move", segment=at(2), by=-5)
    assert [each["kind"] for each in script_of(browser)["segments"]] == ["transition", "intro", "narration"]
    change(browser, action="insert", segment=at(0), kind="narration", text="New.")
    change(browser, action="split", segment=at(3), before="The second one is longer.", after="It has 17 words.")
    assert len(script_of(browser)["segments"]) == 5
    change(browser, action="merge", segment=at(3))
    change(browser, action="script", key="target", value="1:30")
    content = script_of(browser)
    assert content["settings"]["target"] == "1:30"
    assert texts(content)[3] == "The second one is longer.\n\nIt has 17 words."
