"""How help texts look, and what is said of a command that is not there."""

from __future__ import annotations

import click

__all__ = ["Group", "counted", "examples"]


def examples(*lines: str) -> str:
    """Return a help text's last part: command lines that work as they stand."""
    # A line with \b alone keeps click from filling the lines that follow it.
    return "\b\nExamples:\n" + "\n".join(f"  {line.strip()}" for line in lines)


def counted(number: int, thing: str) -> str:
    """Say how many there are: `1 chapter`, `2 chapters`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


class Group(click.Group):
    """Commands under one name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and name the nearest where there is none of that name."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from audiobrief.script.suggestions import closest

            ctx.fail(f"there is no command '{args[0]}' ({closest(args[0], self.list_commands(ctx))})")
        return super().resolve_command(ctx, args)
