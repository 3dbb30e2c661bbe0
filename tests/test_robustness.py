"""Killed, full, without rights: what stands under a final name is the old whole file or the new whole one."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from audiobrief.storage.files import file_digest
from builders import audiobrief, fake_pyttsx3, sine, tone_script, write_script, write_wave

OLD = "  - narration: The old one.\n"
NEW = "  - narration: The new one is longer. It has three sentences. This is the third.\n    sound: sting\n"


def is_whole(folder: Path, stem: str = "episode") -> bool:
    """Say whether an episode's files are those that its manifest names."""
    manifest = json.loads((folder / f"{stem}.episode.json").read_text())
    return all(file_digest(folder / record["name"]) == record["sha256"] for record in manifest["files"])


def no_family(pids: set[int]) -> bool:
    """Wait a moment for processes to go, and say whether all have gone."""
    alive = []
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            alive.append(psutil.Process(pid))
    return psutil.wait_procs(alive, timeout=5)[1] == []


def descendants(pid: int) -> set[int]:
    """Return the processes that a process has started; none where it has gone."""
    try:
        return {child.pid for child in psutil.Process(pid).children(recursive=True)}
    except psutil.NoSuchProcess:
        return set()


def kill_at_random(folder: Path, times: int, seed: int) -> None:
    write_wave(folder / "sting.wav", sine(0.5))
    engines = {"old.yaml": OLD, "new.yaml": NEW}
    for name, segments in engines.items():
        write_script(folder, f"slug: episode\nsounds: {{sting: sting.wav}}\nsegments:\n{segments}", name)
    known: dict[str, set[str]] = {}
    durations = []
    for name in engines:
        start = time.monotonic()
        assert audiobrief("render", name, "-q", "--no-cache", cwd=folder).status == 0
        durations.append(time.monotonic() - start)
        for path in (folder / "out").iterdir():
            known.setdefault(path.name, set()).add(file_digest(path))
    choose = random.Random(seed)  # a repeatable choice of moments
    for turn in range(times):
        name = list(engines)[turn % 2]
        command = [sys.executable, "-m", "audiobrief", "render", name, "-q", "--no-cache"]
        running = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
        end = time.monotonic() + choose.uniform(0, 1.1 * max(durations))
        family: set[int] = set()
        while time.monotonic() < end and running.poll() is None:
            family |= descendants(running.pid)
            time.sleep(0.01)
        running.kill()
        running.wait(timeout=60)
        for path in (folder / "out").iterdir():
            if not path.name.startswith("."):
                assert file_digest(path) in known[path.name], f"{path.name} is neither old nor new"
        assert no_family(family)
    assert audiobrief("render", "new.yaml", "-q", cwd=folder).status == 0
    assert is_whole(folder / "out")
    assert [path.name for path in (folder / "out").iterdir() if path.name.startswith(".")] == []


@pytest.mark.slow
def test_killed_at_ten_moments(tmp_path: Path) -> None:
    kill_at_random(tmp_path, 10, seed=1)


@pytest.mark.slow
def test_killed_at_a_hundred_moments(tmp_path: Path) -> None:
    kill_at_random(tmp_path, 100, seed=2)


@pytest.mark.parametrize(
    "size",
    ["1500k", *(pytest.param(size, marks=pytest.mark.slow) for size in ("200k", "600k", "1100k", "1900k", "2300k"))],
)
def test_a_full_disk_leaves_the_old_files(size: str, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], capture_output=True, check=False
    ).returncode:
        pytest.skip("this machine does not let a test mount a small disk")
    try:
        tone_script(tmp_path, "  - narration: Old.\n", name="old.yaml", extra="slug: e\n")
        assert audiobrief("render", "old.yaml", "-o", "disk/e.mp3", "-q", cwd=tmp_path).status == 0
        before = {path.name: path.read_bytes() for path in disk.iterdir()}
        text = " ".join(f"Sentence {number} of the new text." for number in range(70))
        write_script(tmp_path, f"segments:\n  - narration: {text}\n", "new.yaml")
        run = audiobrief("render", "new.yaml", "-o", "disk/e.mp3", "-q", "--no-cache", cwd=tmp_path)
        after = {path.name: path.read_bytes() for path in disk.iterdir()}
        if run.status == 0:
            assert is_whole(disk, "e")
            assert after["e.mp3"] != before["e.mp3"]
        else:
            assert (run.status, len(run.err.splitlines())) == (1, 1)
            assert "space" in run.err
            assert after == before
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_folder_without_rights_is_said_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    mounted = os.geteuid() == 0
    if mounted:
        command = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this machine does not let a test mount a read-only disk")
    else:
        folder.chmod(0o500)
    try:
        run = audiobrief("render", tone_script(tmp_path, OLD).name, cwd=tmp_path)
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
    assert run.status == 1
    assert "out cannot be written" in run.err
    assert "choose another folder with -o" in run.err
    assert len(run.err.splitlines()) == 1


FAKE_ENGINES = {
    "hangs": "import time; time.sleep(600)",
    "crashes": "import os; os.kill(os.getpid(), 11)",
    "raises": "raise RuntimeError('no voice today')",
    "writes a short file": "import wave; f = wave.open(path, 'wb'); f.setparams((1, 2, 22050, 0, 'NONE', 'NONE')); "
    "f.writeframes(bytes(200)); f.close(); done()",
    "writes nothing": "done()",
    "writes a cut file": "open(path, 'wb').write(b'RIFF' + bytes(30)); done()",
}


@pytest.mark.parametrize(
    "fault", [pytest.param(fault, marks=pytest.mark.slow) if fault == "hangs" else fault for fault in FAKE_ENGINES]
)
def test_an_engine_with_a_fault_is_said_in_one_line(fault: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/episode.mp3").write_bytes(b"old")
    script = write_script(
        tmp_path, "voices:\n  v: {engine: pyttsx3}\nsegments:\n  - narration: A sentence of several words.\n"
    )
    env = {"PYTHONPATH": fake_pyttsx3(tmp_path / "fake", FAKE_ENGINES[fault]), "AUDIOBRIEF_VOICE_SECONDS": "2"}
    run = audiobrief("render", script.name, "--no-cache", cwd=tmp_path, env=env)
    assert run.status == 1
    assert run.err.startswith("episode.yaml:6:5: pyttsx3 could not say “A sentence of several words.”: ")
    assert len(run.err.splitlines()) == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["episode.mp3"]
    assert (tmp_path / "out/episode.mp3").read_bytes() == b"old"


def peak_memory(command: list[str], folder: Path) -> float:
    """Return the largest memory of a program and all it started, in MB; what processes share counts once.

    A program that is just being started shows the memory of whoever starts it for some milliseconds, and has none of
    its own. So what two looks in a row have seen counts.
    """
    running = psutil.Popen(command, cwd=folder)
    peak = before = 0.0
    start = time.monotonic()
    while running.poll() is None:
        if time.monotonic() - start > 1200:
            running.kill()
        try:
            family = [running, *running.children(recursive=True)]
            now = sum(process.memory_full_info().pss for process in family) / 1e6
        except psutil.NoSuchProcess:
            continue
        peak, before = max(peak, min(before, now)), now
        time.sleep(0.05)
    assert running.returncode == 0
    return peak


@pytest.mark.slow
def test_an_hour_stays_below_400_megabytes(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent.parent / "audio_assets", tmp_path / "audio_assets")
    choose = random.Random(3)  # a repeatable text
    words = [
        "the",
        "president",
        "border",
        "army",
        "treaty",
        "minister",
        "village",
        "winter",
        "report",
        "election",
        "market",
        "river",
        "school",
    ]
    sentences = [" ".join(choose.choices(words, k=12)).capitalize() + "." for _ in range(750)]
    parts = [" ".join(sentences[at : at + 10]) for at in range(0, 750, 10)]
    segments = "".join(
        f"  - narration: {part}\n    chapter: Part {at}\n    bed: bed\n" for at, part in enumerate(parts)
    )
    # A natural voice's model, which pip installs only on demand, comes on top (README, Limits).
    voices = "voices:\n  v: {engine: pyttsx3}\n"
    write_script(tmp_path, f"{voices}sounds: {{bed: audio_assets/bed.wav}}\nsegments:\n{segments}")
    command = [sys.executable, "-m", "audiobrief", "render", "episode.yaml", "-q", "--no-cache"]
    assert peak_memory(command, tmp_path) < 400
    assert json.loads((tmp_path / "out/episode.episode.json").read_text())["duration"] > 3300
