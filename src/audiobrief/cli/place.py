"""The options of commands that open a site: its place, and the key of its server."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from audiobrief.cli.options import Command
from audiobrief.cli.paths import local_path
from audiobrief.storage.place_address import FolderAddress, PlaceAddress, parse_place

if TYPE_CHECKING:
    from audiobrief.publish.site.known_hosts import HostKey, HostKeyDecision


def place_options(what: str, *, required: bool = True) -> Callable[[Command], Command]:
    """Return a decorator that adds --to, whose help is `what`, and --accept-key."""

    def add(command: Command) -> Command:
        command = click.option(
            "--accept-key",
            is_flag=True,
            help="Accept the key of an SFTP server whose key is not known yet, and remember it in ~/.ssh/known_hosts. "
            "A key that has changed is refused in any case.",
        )(command)
        return click.option(
            "--to", "place", callback=parse_place_option, required=required, metavar="PLACE", help=what
        )(command)

    return add


def parse_place_option(_context: click.Context, _parameter: click.Parameter, value: str | None) -> PlaceAddress | None:
    """Parse the value of an option; what is no place is refused before anything is read, sent or made."""
    place = None if value is None else parse_place(value)
    return replace(place, path=local_path(place.path)) if isinstance(place, FolderAddress) else place


def host_key_decision(*, accept: bool) -> HostKeyDecision:
    """Return the decision about unknown keys: accepted by --accept-key, else asked for on a terminal, else refused."""

    def decide(key: HostKey) -> bool:
        if accept:
            return True
        if any(stream is None or not stream.isatty() for stream in (sys.stdin, sys.stderr)):
            return False
        question = f"The key of {key.host} is not known yet. It is {key.kind} {key.fingerprint}. Accept it?"
        try:
            return click.confirm(question, err=True)
        except click.Abort as error:
            raise KeyboardInterrupt from error

    return decide
