"""How often `publish` reads the files of the episodes, and those of the site's records."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audiobrief.cli.publish import command
from audiobrief.episode import media_tags
from publish.sets import rendered_set

EPISODES = 20


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each file is opened through pathlib, by name, but not those reads that are of tags alone.

    mutagen opens files otherwise.
    """
    counter: Counter[str] = Counter()
    plain_open = io.open

    def counting_open(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if isinstance(file, Path) and "r" in mode and "+" not in mode:
            counter[file.name] += 1
        return plain_open(file, mode, *args, **kwargs)

    monkeypatch.setattr(io, "open", counting_open)
    monkeypatch.setattr(media_tags, "_is_plain", lambda _path: True)
    return counter


def publish(site: Path, *episodes: Path) -> None:
    run = CliRunner().invoke(command, [*map(str, episodes), "--to", str(site), "-q"], standalone_mode=False)
    assert run.return_value == 0, run.output


def test_each_manifest_is_read_once_and_each_audio_file_twice(tmp_path: Path, reads: Counter[str]) -> None:
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n + 1, title=f"Story {n}") for n in range(EPISODES)]
    reads.clear()
    publish(tmp_path / "site", *episodes)
    for episode in episodes:
        assert reads[f"{episode.stem}.episode.json"] == 1
        # It is hashed once to compare it with its manifest, and once while it is copied.
        assert reads[episode.name] <= 2
        assert reads[f"{episode.stem}.vtt"] <= 3  # preflight reads its text, too


def test_each_record_is_read_once(tmp_path: Path, reads: Counter[str]) -> None:
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n + 1, title=f"Story {n}") for n in range(3)]
    site = tmp_path / "site"
    publish(site, *episodes)
    changed = rendered_set(tmp_path / "out", "e1", number=2, title="Story 1", summary="Another one.")
    reads.clear()
    publish(site, changed)
    assert reads["channel.json"] == 1 + 1  # once more to see that it has not changed
    assert reads["e1.0001.json"] == 1
    assert reads["e0.0001.json"] == reads["e2.0001.json"] == 0
    assert reads["index.json"] == 1
