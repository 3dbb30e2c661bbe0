"""Changes of the files of an episode or a site, which are disturbed in order to see what is left."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from builders import audiobrief, write_script
from interference import Judge, count_steps, run_with_signal, tree_of
from publish.sets import rendered_set


@dataclass(frozen=True)
class Change:
    """A command that changes the files of a folder, and what they are before and after it."""

    arguments: tuple[str, ...]
    standing: Path
    """The folder as it is before."""
    folder: Path
    """The folder that the command changes."""
    judge: Judge
    steps: int
    """Changes of the folder's entries by the command."""

    @classmethod
    def of(cls, folder: Path, *arguments: str | Path) -> Change:
        """Run a command twice to see what it does to a folder."""
        standing = folder.with_name("standing")
        shutil.move(folder, standing)
        line, trees = tuple(map(str, arguments)), []
        for pause in (0.0, 1.1):
            # So that the runs are in different seconds, and times in files differ.
            time.sleep(pause)
            shutil.copytree(standing, folder)
            steps = count_steps(folder, line, cwd=folder.parent)
            trees.append(tree_of(folder))
            shutil.rmtree(folder)
        return cls(line, standing, folder, Judge.of(tree_of(standing), *trees), steps)

    def begin(self) -> None:
        """Put the folder back as it was before."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.standing, self.folder)

    def interrupt(self, number: int, at: int) -> tuple[int, str, str]:
        """Send a signal before the n-th step; return status, messages and verdict."""
        self.begin()
        done = run_with_signal(number, at, self.folder, self.arguments, cwd=self.folder.parent)
        return done.returncode, done.stderr.strip(), self.judge.verdict(self.folder, leftovers_allowed=number == 9)


VOICES = {
    "tone": "{engine: tone, name: '440'}",
    "pyttsx3": "{engine: pyttsx3}",
    "hibari": "{engine: hibari}",
}


def rendering(tmp_path: Path, engine: str) -> Change:
    """Return the rendering of a script that was rendered before with other words."""
    for text in ("It is closed.", "The bridge is open."):
        script = write_script(tmp_path, f"voices: {{v: {VOICES[engine]}}}\nsegments:\n  - narration: {text}\n")
        if text == "It is closed.":
            assert audiobrief("render", script.name, "-q", cwd=tmp_path).err == ""
    return Change.of(tmp_path / "out", "render", script.name, "-q", "--no-cache", "--jobs", "1")


def site_change(tmp_path: Path, name: str) -> Change:
    """Return a publication, correction or removal in a site with one other episode."""
    site, out = tmp_path / "site", tmp_path / "rendered"
    for slug, number in (("other", 2), *([] if name == "publish" else [("episode", 1)])):
        audiobrief("publish", rendered_set(out, slug, number=number, title=slug), "--to", site, "-q", cwd=tmp_path)
    again = rendered_set(out, "episode", number=1, title="episode", sound=b"" if name == "publish" else b"other")
    line: dict[str, tuple[str | Path, ...]] = {
        "publish": ("publish", again),
        "correct": ("publish", again, "--correct", "Better."),
        "unpublish": ("unpublish", "episode"),
    }
    return Change.of(site, *line[name], "--to", "site", "-q")
