"""A site in a folder whose files and folders are links."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import audiobrief
from publish.sets import rendered_set
from publish.test_publishing import put, take_down


@pytest.fixture(params=["same disk", "other disk"])
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Return a folder outside of the site, on the same disk and on another one."""
    memory = Path("/dev/shm")
    if request.param == "same disk":
        (tmp_path / "real").mkdir()
        yield tmp_path / "real"
        return
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def test_links_are_followed_and_what_is_taken_down_is_gone_at_once(real: Path, tmp_path: Path) -> None:
    site, plain = tmp_path / "site", tmp_path / "plain"
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n, title=str(n)) for n in range(2)]
    for folder in (site, plain):
        put(folder, episodes[0])
    for name in ("feed.xml", "index.html", "media", "episodes", "state"):
        shutil.move(site / name, real / name)
        (site / name).symlink_to(real / name)
    for folder in (site, plain):
        put(folder, episodes[1])
    assert (site / "feed.xml").is_symlink()
    assert (site / "index.html").is_symlink()
    names = ("feed.xml", "index.html", "media/*", "episodes/*/*", "state/*", "state/items/*")
    assert files_of(site, names) == files_of(plain, names) == files_of(real, names)
    for folder in (site, plain):
        take_down(folder, "e0")
    assert files_of(site, names) == files_of(plain, names) == files_of(real, names)
    assert not list(real.glob("media/e0*"))
    assert not (real / "episodes/e0").exists()
    assert not list(real.rglob(".audiobrief*"))


def files_of(folder: Path, patterns: tuple[str, ...]) -> dict[str, bytes]:
    """Return the files of a folder that match patterns, also those in folders that are links."""
    paths = [path for pattern in patterns for path in folder.glob(pattern) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_no_folder_is_left_where_nothing_was_published(tmp_path: Path) -> None:
    for arguments in (["unpublish", "x"], ["publish", "missing.mp3"]):
        assert audiobrief(*arguments, "--to", "a/b/site", cwd=tmp_path).status == 1
        assert list(tmp_path.iterdir()) == []
    (tmp_path / "a").mkdir()
    audiobrief("unpublish", "x", "--to", "a", cwd=tmp_path)
    assert (tmp_path / "a").is_dir()
