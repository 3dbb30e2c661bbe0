"""Options that several commands share."""

from __future__ import annotations

import click
import pytest

from audiobrief.cli.options import FormatsType
from audiobrief.cli.render import command


@pytest.mark.parametrize(
    ("value", "formats"),
    [("mp3", ("mp3",)), (" Opus, mp3,opus", ("mp3", "opus")), (("wav",), ("wav",))],
)
def test_formats_are_listed_with_the_main_one_first(value: str | tuple[str, ...], formats: tuple[str, ...]) -> None:
    assert FormatsType().convert(value, None, None) == formats


@pytest.mark.parametrize(
    ("incomplete", "offered"),
    [("m", ["mp3", "m4a", "m4b"]), ("m4a,m", ["m4a,mp3", "m4a,m4b"]), ("mp3,o", ["mp3,opus"]), ("x", [])],
)
def test_shells_complete_the_last_format(incomplete: str, offered: list[str]) -> None:
    option = next(option for option in command.params if option.name == "format_")
    items = option.type.shell_complete(click.Context(command), option, incomplete)
    assert [item.value for item in items] == offered
