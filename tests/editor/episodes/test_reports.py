"""The report of an episode, as the editor shows it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lxml import html

from audiobrief.editor.desk import Desk
from audiobrief.editor.episodes.reports import report_page
from audiobrief.errors import UsageError
from audiobrief.production.render import render_episode
from audiobrief.script.loader import load_script
from builders import write_wave
from editor.desks import SCRIPT, desk_of, make_show


def shown(desk: Desk, script: Path) -> str:
    """Return the words of the page."""
    return " ".join(str(html.fromstring(report_page(desk, script.resolve())).xpath("string()")).split())


def test_an_episode_that_was_rendered(tmp_path: Path) -> None:
    script = make_show(tmp_path / "show")
    with desk_of(tmp_path / "show") as desk:
        with pytest.raises(UsageError, match="there is no episode yet"):
            report_page(desk, script.resolve())
        render_episode(load_script(script), tmp_path / "show" / "out" / "one.mp3")
        text = shown(desk, script)
        assert "one.yaml, not compared with an article." in text
        assert "Not listened to (choose “Listen for mistakes” below the episode)." in text
        assert " --" not in text
        desk.articles[script.resolve()] = "It has 18 words."
        assert "one.yaml, compared with the article." in shown(desk, script)


def test_nothing_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    script = make_show(tmp_path / "show")
    render_episode(load_script(script), tmp_path / "show" / "out" / "one.mp3")
    (tmp_path / "stems").mkdir()
    write_wave(tmp_path / "stems" / "voices.wav", np.zeros((44_100, 2), np.float32))
    (tmp_path / "show" / "out" / "one.stems").symlink_to(tmp_path / "stems")
    with desk_of(tmp_path / "show") as desk:
        assert "an audio file does not tell them apart." in shown(desk, script)


def test_a_script_with_mistakes_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    script = make_show(tmp_path)
    render_episode(load_script(script), tmp_path / "out" / "one.mp3")
    (tmp_path / "out" / script.name).write_text(SCRIPT)
    script.write_text(SCRIPT.replace("chapter: Second", "chapter: Second\n    voice: hihg"))
    with desk_of(tmp_path) as desk:
        assert "Not done: one.yaml has mistakes (its page shows them)." in shown(desk, script)
