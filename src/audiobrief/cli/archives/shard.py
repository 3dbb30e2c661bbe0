"""The type of --shard."""

from __future__ import annotations

import re

import click

from audiobrief.archive.shard import Shard


class ShardType(click.ParamType["Shard"]):
    """The type of a parameter that is a part of the scripts, such as 2/3; its value is a `Shard`."""

    name = "shard"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Parse it."""
        if isinstance(value, Shard):
            return value
        match = re.fullmatch(r"([1-9]\d{0,4})/([1-9]\d{0,4})", str(value))
        if match is None or int(match[1]) > int(match[2]):
            self.fail(f"'{value}' is no shard; 2/3 is the second of three", param, ctx)
        return Shard(int(match[1]), int(match[2]))
