"""Help texts, and the message for an unknown command."""

from __future__ import annotations

import click


def examples(*lines: str) -> str:
    """Return the last part of a help text: example command lines."""
    # A line with \b alone keeps click from wrapping the lines that follow it.
    return "\b\nExamples:\n" + "\n".join(f"  {line.strip()}" for line in lines)


def counted(number: int, thing: str) -> str:
    """Return a number with its noun: `1 chapter`, `2 chapters`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


class Group(click.Group):
    """A group of commands that suggests similar names for an unknown one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or fail with a suggestion."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from audiobrief.script.suggestions import closest

            ctx.fail(f"there is no command '{args[0]}' ({closest(args[0], self.list_commands(ctx))})")
        return super().resolve_command(ctx, args)
