"""Four machines with a shared store: each sentence is spoken once, and no clip is wrong, whatever is in the store."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from archive.machines import HELD_AFTER, Machines
from builders import audiobrief
from cache.shared.places import backend_at
from publish.site.object_store import KEYS, make_bucket, object_store

pytestmark = pytest.mark.slow
SCRIPTS = int(os.environ.get("AUDIOBRIEF_SCRIPTS", "16"))
MACHINES = 4


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with object_store() as address:
        yield address


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of an empty store."""
    if request.param == "folder":
        (tmp_path / "store").mkdir()
        return str(tmp_path / "store")
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": request.getfixturevalue("server")}.items():
        monkeypatch.setenv(name, value)
    make_bucket(os.environ["AWS_ENDPOINT_URL"], "clips", is_encrypted=False)
    return f"s3://clips/{tmp_path.name}"


@pytest.fixture
def machines(tmp_path: Path, store: str) -> Machines:
    return Machines(tmp_path, store)


def episodes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def rendered_alone(folder: Path) -> dict[str, bytes]:
    """Return what one machine makes of the same scripts without a store."""
    assert audiobrief("archive", "scripts", "--to", "alone", cwd=folder).status == 0
    return episodes(folder / "alone")


def twice(machines: Machines) -> int:
    return sum(count - 1 for count in machines.spoken().values())


def test_each_sentence_is_spoken_once(machines: Machines, tmp_path: Path) -> None:
    sentences = machines.write_scripts(SCRIPTS)
    machines.render(MACHINES)
    assert len(machines.spoken()) == sentences
    assert twice(machines) <= 0.01 * sentences
    assert episodes(tmp_path / "out") == rendered_alone(tmp_path)


DAMAGE: dict[str, Callable[[bytes, bytes], bytes]] = {
    "truncated": lambda file, _other: file[: len(file) // 2],
    "poisoned": lambda file, _other: file[:-1000] + random.Random(1).randbytes(1000),
    "swapped": lambda _file, other: other,
}


def test_nothing_wrong_comes_out_of_a_store_that_was_tampered_with(machines: Machines, tmp_path: Path) -> None:
    sentences = machines.write_scripts(4)
    machines.render(MACHINES)
    backend = backend_at(machines.store)
    entries = sorted(file.path for file in backend.files() if file.path.endswith((".clip", ".chunk")))
    clips = [path for path in entries if path.endswith(".clip")]
    assert len(clips) == sentences
    good = {path: backend.read(path) for path in entries}
    for number, (path, other) in enumerate(zip(entries, [*entries[1:], entries[0]], strict=True)):
        file, others = good[path], good[other]
        assert file is not None
        assert others is not None
        backend.write(path, list(DAMAGE.values())[number % 3](file, others))
    machines.forget()
    messages = machines.render(MACHINES, "-v")
    assert machines.spoken() == dict.fromkeys(machines.spoken(), 1)
    assert len(machines.spoken()) == sentences
    assert {path for path in entries if f"{path} is damaged and is made again" in "".join(messages)} == set(entries)
    assert episodes(tmp_path / "out") == rendered_alone(tmp_path)
    mended = {path: (backend.read(path) or b"").partition(b"\n")[2] for path in entries}
    assert mended == {path: (file or b"").partition(b"\n")[2] for path, file in good.items()}


def test_machines_that_come_later_speak_nothing(machines: Machines, tmp_path: Path) -> None:
    machines.write_scripts(4)
    machines.render(2)
    machines.forget()
    machines.render(MACHINES)
    assert machines.spoken() == {}
    assert episodes(tmp_path / "out") == rendered_alone(tmp_path)


def test_killed_machines_leave_nothing_that_stops_others(machines: Machines, tmp_path: Path) -> None:
    sentences = machines.write_scripts(4)
    machines.held.touch()
    running = [machines.start(number, MACHINES) for number in range(1, MACHINES + 1)]
    while sum(machines.spoken().values()) <= HELD_AFTER:
        assert None in [each.poll() for each in running]
        time.sleep(0.05)
    programs = [psutil.Process(each.pid) for each in running if each.poll() is None]  # a part may have no scripts
    for process in [process for program in programs for process in (*program.children(recursive=True), program)]:
        with suppress(psutil.NoSuchProcess):  # a worker ends with its program
            process.kill()
    for each in running:
        each.communicate()
    assert sum(machines.spoken().values()) < sentences
    machines.held.unlink()
    machines.render(MACHINES)
    assert sum(machines.spoken().values()) <= sentences + MACHINES
    assert episodes(tmp_path / "out") == rendered_alone(tmp_path)
