"""`audiobrief cache`: show the size of the cache, and delete entries."""

from __future__ import annotations

from collections.abc import Callable

import click

from audiobrief.cache.kinds import cache_folder
from audiobrief.cache.maintenance import Amount, amounts, delete_over_size, delete_unused, total
from audiobrief.cli.help import Group, counted, examples
from audiobrief.cli.messages import echo, echo_json
from audiobrief.units import bytes_to_size, parse_age, parse_size


def _read_by(parse: Callable[[str], int]) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    """Return an option's callback that parses its value."""

    def read(_context: click.Context, _option: click.Parameter, text: str | None) -> int | None:
        try:
            return None if text is None else parse(text)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return read


@click.command(
    "info",
    short_help="Show the place and the size of the cache.",
    epilog=examples("  audiobrief cache info", "  audiobrief cache info --json"),
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def info(as_json: bool) -> None:
    """Show the place of the cache, and the size of each kind of entries."""
    folder = cache_folder()
    found = amounts(folder)
    whole = total(found.values())
    if as_json:
        kinds = [
            {
                "kind": kind.name,
                "what": kind.description,
                "folder": str(kind.folder),
                "files": amount.files,
                "bytes": amount.bytes,
            }
            for kind, amount in found.items()
        ]
        content = {"folder": str(folder), "files": whole.files, "bytes": whole.bytes, "kinds": kinds}
        echo_json(content, indent=2)
        return
    echo(folder)
    rows = [(kind.name, amount, kind.description) for kind, amount in found.items()]
    for name, amount, what in [*rows, ("all", whole, "")]:
        echo(f"{name:<8}  {amount.files:>7}  {bytes_to_size(amount.bytes):>9}  {what}".rstrip())


@click.command(
    "prune",
    short_help="Delete the entries unused for longest.",
    epilog=examples("  audiobrief cache prune --to 500MB", "  audiobrief cache prune --unused 30d"),
)
@click.option("--to", "size", callback=_read_by(parse_size), metavar="SIZE", help="Size to leave, such as 500MB.")
@click.option(
    "--unused",
    "age",
    callback=_read_by(parse_age),
    metavar="AGE",
    help="Delete entries unused for this long, such as 30d.",
)
def prune(size: int | None, age: int | None) -> None:
    """Delete the entries unused for longest. This may be done while episodes are rendered."""
    if size is None and age is None:
        raise click.UsageError("give --to SIZE, --unused AGE, or both")
    folder = cache_folder()
    deleted = [delete_unused(folder, age)] if age is not None else []
    if size is not None:
        deleted.append(delete_over_size(folder, size))
    _say(total(deleted))


@click.command("clear", short_help="Delete all entries.", epilog=examples("  audiobrief cache clear"))
def clear() -> None:
    """Delete all entries. This may be done while episodes are rendered."""
    _say(delete_over_size(cache_folder(), -1))


@click.command(
    "cache",
    cls=Group,
    commands=[info, prune, clear],
    no_args_is_help=False,
    epilog=examples(
        "  audiobrief cache info",
        "  audiobrief cache prune --to 500MB",
        "  audiobrief cache prune --unused 30d",
        "  audiobrief cache clear",
    ),
)
def command() -> None:
    """Show the size of the cache, and delete entries.

    The cache holds spoken clips, encoded parts of episodes, and other results that can be made again. It is in the
    user's cache folder, or in the folder that AUDIOBRIEF_CACHE names.
    """


def _say(deleted: Amount) -> None:
    left = total(amounts(cache_folder()).values())
    echo(f"deleted {_shown(deleted)}; {_shown(left)} left")


def _shown(amount: Amount) -> str:
    return f"{counted(amount.files, 'file')}, {bytes_to_size(amount.bytes)}"
