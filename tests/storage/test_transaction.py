"""Several files replaced and deleted at once: all of them, or after whatever goes wrong none."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from audiobrief.errors import OutputError
from audiobrief.storage.transaction import replace_files
from audiobrief.storage.work_folder import work_folder
from interference import Judge, count_steps, run_with_signal, tree_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and rights differ there")

NEW = {"a.mp3": b"new sound", "a.vtt": b"new words", "pages/1/x.html": b"new page", "a.json": b"new list"}
STAYING = {"other.txt": b"of others"}
OBSOLETE = {"0.mp3": b"obsolete sound", "media/0.vtt": b"obsolete words"}
OLD = {"a.mp3": b"old sound", "a.vtt": b"old words", "a.json": b"old list", **OBSOLETE, **STAYING}
JUDGE = Judge(OLD, {**STAYING, **NEW})
Replace = Callable[[Mapping[Path, Path], Path, str, Collection[Path]], None]


def prepare(folder: Path) -> Path:
    for name, content in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def change(folder: Path, replace: Replace) -> None:
    with work_folder(folder) as work:
        unfinished = {}
        for number, (name, content) in enumerate(NEW.items()):
            unfinished[folder / name] = work / str(number)
            (work / str(number)).write_bytes(content)
        replace(unfinished, work, "-o", [folder / name for name in [*OBSOLETE, "missing.txt"]])


def replace_naively(files: Mapping[Path, Path], _work: Path, _option: str, obsolete: Collection[Path]) -> None:
    for final, unfinished in files.items():
        final.parent.mkdir(parents=True, exist_ok=True)
        unfinished.replace(final)
    for final in obsolete:
        final.unlink(missing_ok=True)


def failing_calls(folder: Path, replace: Replace, code: int) -> Iterator[tuple[str, int, str]]:
    """Let each system call fail once, and yield its name, its number and the verdict on what is left."""
    for module, name in [
        *((os, name) for name in ("replace", "link", "mkdir", "fsync", "open", "chmod", "unlink")),
        (io, "open"),
    ]:
        works, at = getattr(module, name), 0
        reached = True
        while reached:
            at += 1
            target = prepare(folder / f"{module.__name__}-{name}-{at}")
            calls = 0

            def call(*arguments: Any, works: Callable[..., Any] = works, at: int = at, **options: Any) -> Any:
                nonlocal calls
                calls += 1
                if calls == at:
                    raise OSError(code, os.strerror(code))
                return works(*arguments, **options)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(module, name, call)
                try:
                    change(target, replace)
                    done = True
                except (OutputError, OSError):
                    done = False
            reached = calls >= at
            verdict = JUDGE.verdict(target)
            yield name, at, verdict if verdict == ("after" if done else "before") else f"{done=}, {verdict}"


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_an_error_at_any_call_leaves_all_files_old_or_all_new(code: int, tmp_path: Path) -> None:
    wrong = [row for row in failing_calls(tmp_path, replace_files, code) if row[2] not in {"before", "after"}]
    assert wrong == []


def test_the_judge_sees_what_a_naive_program_leaves(tmp_path: Path) -> None:
    verdicts = {verdict for *_, verdict in failing_calls(tmp_path, replace_naively, errno.EIO)}
    assert any("mixed" in verdict for verdict in verdicts)


CHANGING = f"""
from pathlib import Path
from audiobrief.storage.transaction import replace_files
from audiobrief.storage.work_folder import work_folder

def replace_naively(files, work, option, obsolete):
    for final, unfinished in files.items():
        final.parent.mkdir(parents=True, exist_ok=True)
        unfinished.replace(final)
    for final in obsolete:
        final.unlink()

folder = Path(arguments[0])
try:
    with work_folder(folder) as work:
        unfinished = {{}}
        for number, (name, content) in enumerate({NEW!r}.items()):
            unfinished[folder / name] = work / str(number)
            (work / str(number)).write_bytes(content)
        globals()[arguments[1]](unfinished, work, "-o", [folder / name for name in {[*OBSOLETE]!r}])
except KeyboardInterrupt:
    sys.exit(130)
"""


def signalled(number: int, replace: str, folder: Path) -> Iterator[tuple[int, int, Path]]:
    """Send a signal before each change of a folder's entries; yield its place, the exit status and the folder."""
    folder.mkdir()
    steps = count_steps(prepare(folder / "0"), [str(folder / "0"), replace], cwd=folder, program=CHANGING)
    for at in range(1, steps + 1):
        target = prepare(folder / str(at))
        done = run_with_signal(number, at, target, [str(target), replace], cwd=folder, program=CHANGING)
        yield at, done.returncode, target


def test_an_interrupt_at_any_step_leaves_all_files_old_or_all_new(tmp_path: Path) -> None:
    verdicts = [
        (at, status, JUDGE.verdict(folder))
        for at, status, folder in signalled(signal.SIGINT, "replace_files", tmp_path / "a")
    ]
    assert [row for row in verdicts if row[1] != 130 or row[2] not in {"before", "after"}] == []
    naive = [JUDGE.verdict(folder) for *_, folder in signalled(signal.SIGINT, "replace_naively", tmp_path / "b")]
    assert any("mixed" in verdict for verdict in naive)


def test_the_next_run_puts_back_what_a_kill_at_any_step_left(tmp_path: Path) -> None:
    wrong, mixed = [], 0
    for at, status, folder in signalled(signal.SIGKILL, "replace_files", tmp_path / "a"):
        verdict = JUDGE.verdict(folder, leftovers_allowed=True)
        mixed += "mixed" in verdict
        with work_folder(folder):
            pass
        mended = JUDGE.verdict(folder)
        if status != -signal.SIGKILL or "torn" in verdict or "orphans" in verdict or mended not in {"before", "after"}:
            wrong.append((at, status, verdict, mended))
    assert wrong == []
    assert mixed


def test_folders_are_made_where_all_goes_well_and_only_then(tmp_path: Path) -> None:
    (tmp_path / "final" / "b.txt").mkdir(parents=True)
    (tmp_path / "final" / "b.txt" / "mine.txt").write_text("mine")
    for name, expected in (("b.txt", ["b.txt/mine.txt"]), ("c.txt", ["a/a.txt", "b.txt/mine.txt", "c.txt"])):
        with work_folder(tmp_path) as work:
            (work / "a.txt").write_text("a")
            (work / name).write_text("b")
            finished = {tmp_path / "final" / "a" / "a.txt": work / "a.txt", tmp_path / "final" / name: work / name}
            try:
                replace_files(finished, work, "another folder's name")
            except OutputError as error:
                assert "cannot be written" in str(error)  # noqa: PT017 - the first of the two
        assert sorted(tree_of(tmp_path / "final")) == expected
        assert (tmp_path / "final" / "a").exists() == (name == "c.txt")


@pytest.mark.parametrize("name", ["../victim.txt", "/victim.txt"])
def test_a_journal_that_leads_out_of_the_folder_is_not_followed(name: str, tmp_path: Path) -> None:
    (tmp_path / "victim.txt").write_text("mine")
    place = tmp_path / "out"
    (place / ".audiobrief-hostile1").mkdir(parents=True)
    (place / ".audiobrief-hostile1" / "in-use").touch()
    (place / ".audiobrief-hostile1" / "older").write_text("theirs")
    final = name if name.startswith("..") else str(tmp_path / "victim.txt")
    journal = {"changes": [{"final": final, "unfinished": "new", "older": "older"}], "folders": []}
    (place / ".audiobrief-hostile1" / "journal.json").write_text(json.dumps(journal))
    with work_folder(place):
        pass
    assert (tmp_path / "victim.txt").read_text() == "mine"
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "[" * 100_000,
        '{"changes": [{"final": 1}], "folders": []}',
        '{"changes": [{"final": 1, "unfinished": [], "older": {}}], "folders": 5}',
    ],
)
def test_a_damaged_journal_is_ignored(content: str, tmp_path: Path) -> None:
    (tmp_path / ".audiobrief-damaged1").mkdir()
    (tmp_path / ".audiobrief-damaged1" / "journal.json").write_text(content)
    with work_folder(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_where_hard_links_are_impossible_the_older_files_are_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    change(prepare(tmp_path / "a"), replace_files)
    assert JUDGE.verdict(tmp_path / "a") == "after"
    (prepare(tmp_path / "b") / "a.json").unlink()
    (tmp_path / "b" / "a.json").mkdir()
    with pytest.raises(OutputError, match=r"a\.json cannot be written: is a directory"):
        change(tmp_path / "b", replace_files)
    assert tree_of(tmp_path / "b") == {name: content for name, content in OLD.items() if name != "a.json"}


def test_a_file_that_cannot_be_deleted_leaves_all_files_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works = os.replace

    def refuse(source: Path, target: Path) -> None:
        if source == tmp_path / "a" / "0.mp3":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        works(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError, match=r"0\.mp3 cannot be deleted: permission denied \(.*change its rights\)"):
        change(prepare(tmp_path / "a"), replace_files)
    assert JUDGE.verdict(tmp_path / "a") == "before"


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def test_folders_may_be_links_to_another_disk(tmp_path: Path, other_disk: Path) -> None:
    for name in ("media", "pages"):
        (other_disk / name).mkdir()
        (tmp_path / name).symlink_to(other_disk / name)
    (other_disk / "pages/1").mkdir()
    (other_disk / "pages/1/x.html").write_bytes(b"old page")
    change(prepare(tmp_path), replace_files)
    assert tree_of(other_disk) == {"pages/1/x.html": b"new page"}
    assert list(other_disk.glob("media/*")) == []


def test_after_a_failure_files_on_another_disk_are_put_back(tmp_path: Path, other_disk: Path) -> None:
    (tmp_path / "pages").symlink_to(other_disk)
    (other_disk / "1").mkdir()
    (prepare(tmp_path) / "a.json").unlink()
    (tmp_path / "a.json").mkdir()
    for content in (None, b"old page"):
        if content is not None:
            (other_disk / "1/x.html").write_bytes(content)
        with pytest.raises(OutputError, match=r"a\.json cannot be written: is a directory"):
            change(tmp_path, replace_files)
        assert tree_of(other_disk) == ({} if content is None else {"1/x.html": content})


def files_behind_links(folder: Path, real: Path) -> None:
    """Make links of finished files, one of them to a file that is not there yet, and of an obsolete one."""
    prepare(folder)
    real.mkdir(exist_ok=True)
    for name in ("a.mp3", "a.vtt", "0.mp3"):
        (real / name).write_bytes(OLD[name])
        (folder / name).unlink()
        (folder / name).symlink_to(real / name)
    (real / "a.vtt").unlink()
    (real / "b.mp3").write_bytes(b"old sound")
    (real / "a.mp3").unlink()
    (real / "a.mp3").symlink_to("b.mp3")


@pytest.mark.parametrize("is_other_disk", [False, True])
def test_a_link_is_followed_and_not_replaced(tmp_path: Path, other_disk: Path, is_other_disk: bool) -> None:
    folder, real = tmp_path / "out", other_disk / "real" if is_other_disk else tmp_path / "real"
    folder.mkdir()
    files_behind_links(folder, real)
    change(folder, replace_files)
    assert JUDGE.verdict(folder) == "after"
    assert (folder / "a.mp3").is_symlink()
    assert (folder / "a.vtt").is_symlink()
    assert not (folder / "0.mp3").is_symlink()
    assert tree_of(real) == {"a.mp3": b"new sound", "b.mp3": b"new sound", "a.vtt": b"new words", "0.mp3": OLD["0.mp3"]}


@pytest.mark.parametrize("is_other_disk", [False, True])
def test_after_a_failure_files_behind_links_are_put_back(tmp_path: Path, other_disk: Path, is_other_disk: bool) -> None:
    folder, real = tmp_path / "out", other_disk / "real" if is_other_disk else tmp_path / "real"
    folder.mkdir()
    files_behind_links(folder, real)
    (folder / "a.json").unlink()
    (folder / "a.json").mkdir()
    before = tree_of(real)
    with pytest.raises(OutputError, match=r"a\.json cannot be written: is a directory"):
        change(folder, replace_files)
    assert tree_of(real) == before
    assert (real / "a.mp3").is_symlink()
    assert all((folder / name).is_symlink() for name in ("a.mp3", "a.vtt", "0.mp3"))


def test_a_link_that_leads_back_to_itself_is_an_error(tmp_path: Path) -> None:
    (prepare(tmp_path) / "a.vtt").unlink()
    (tmp_path / "a.vtt").symlink_to("a.vtt")
    with pytest.raises(OutputError, match=r"a\.vtt cannot be written: .*symbolic links"):
        change(tmp_path, replace_files)
    assert (tmp_path / "a.mp3").read_bytes() == OLD["a.mp3"]
