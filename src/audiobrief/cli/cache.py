"""`audiobrief cache`: what is kept for the next time, and deleting it."""

from __future__ import annotations

from collections.abc import Callable

import click

from audiobrief.cache.maintenance import KINDS, Amount, amounts, delete_beyond, delete_unused, total
from audiobrief.cache.records import cache_place
from audiobrief.cli.help import Group, counted, examples
from audiobrief.units import bytes_to_size, parse_age, parse_size

__all__ = ["command"]


def _read_by(parse: Callable[[str], int]) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    """Return what reads an option's value."""

    def read(_context: click.Context, _option: click.Parameter, text: str | None) -> int | None:
        try:
            return None if text is None else parse(text)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return read


@click.command(
    "info",
    short_help="Say how much is kept, and where.",
    epilog=examples("  audiobrief cache info", "  audiobrief cache info --json"),
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def info(as_json: bool) -> None:
    """Say how much of what is kept for the next time, and where."""
    place = cache_place()
    found = amounts(place)
    whole = total(found.values())
    if as_json:
        import json

        kinds = [
            {
                "kind": kind,
                "what": KINDS[kind],
                "folder": str(place / kind),
                "files": amount.files,
                "bytes": amount.bytes,
            }
            for kind, amount in found.items()
        ]
        content = {"folder": str(place), "files": whole.files, "bytes": whole.bytes, "kinds": kinds}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    click.echo(place)
    for name, amount, what in [*((kind, found[kind], KINDS[kind]) for kind in KINDS), ("all", whole, "")]:
        click.echo(f"{name:<8}  {amount.files:>7}  {bytes_to_size(amount.bytes):>9}  {what}".rstrip())


@click.command(
    "prune",
    short_help="Delete what was not used for longest.",
    epilog=examples("  audiobrief cache prune --to 500MB", "  audiobrief cache prune --unused 30d"),
)
@click.option("--to", "size", callback=_read_by(parse_size), metavar="SIZE", help="Leave no more than this, as 500MB.")
@click.option(
    "--unused", "age", callback=_read_by(parse_age), metavar="AGE", help="Delete what was not used for so long, as 30d."
)
def prune(size: int | None, age: int | None) -> None:
    """Delete what was not used for longest. It may be done while episodes are rendered."""
    if size is None and age is None:
        raise click.UsageError("say how much is to be left: --to SIZE, --unused AGE, or both")
    place = cache_place()
    deleted = [delete_unused(place, age)] if age is not None else []
    if size is not None:
        deleted.append(delete_beyond(place, size))
    _say(total(deleted))


@click.command("clear", short_help="Delete all that is kept.", epilog=examples("  audiobrief cache clear"))
def clear() -> None:
    """Delete all that is kept for the next time. It may be done while episodes are rendered."""
    _say(delete_beyond(cache_place(), -1))


@click.command(
    "cache",
    cls=Group,
    commands=[info, prune, clear],
    no_args_is_help=False,
    short_help="Say what is kept for the next time, and delete it.",
    epilog=examples(
        "  audiobrief cache info",
        "  audiobrief cache prune --to 500MB",
        "  audiobrief cache prune --unused 30d",
        "  audiobrief cache clear",
    ),
)
def command() -> None:
    """Say what is kept for the next time, and delete it.

    Spoken clips, encoded parts of episodes, how sentences are read, what check found out of names and sounds, and what
    was rendered from what are kept in a folder of the user's, or in the one that AUDIOBRIEF_CACHE names. All of it can
    be made again.
    """


def _say(deleted: Amount) -> None:
    left = total(amounts(cache_place()).values())
    click.echo(f"deleted {_shown(deleted)}; {_shown(left)} left")


def _shown(amount: Amount) -> str:
    return f"{counted(amount.files, 'file')}, {bytes_to_size(amount.bytes)}"
