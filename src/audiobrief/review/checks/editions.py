"""Find editions that could not be made as their script has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from audiobrief.findings import Finding, Level, Place
from audiobrief.production.editions import edition_scripts
from audiobrief.production.forecast import Forecast
from audiobrief.script.models.script import Script
from audiobrief.timeline.fitting import UnreachableDuration, possible_lengths
from audiobrief.units import seconds_to_clock


def check_editions(script: Script, predict: Callable[[Script], Forecast]) -> Iterator[Finding]:
    """Find editions whose target cannot be met, by the estimate.

    Args:
        script: the script.
        predict: lays out an edition without speaking it.
    """
    for edition, version in edition_scripts(script):
        if edition.target is None:
            continue
        fitted = predict(version).fitted
        if isinstance(fitted, UnreachableDuration):
            yield Finding(
                Level.WARNING,
                "edition-target",
                Place.at(edition.target.position),
                f"the edition '{edition.name}' cannot last {seconds_to_clock(edition.target.length / 1000)} by the "
                f"estimate: it can last {possible_lengths(version, fitted)}",
                "change its target:, or mark segments as optional",
            )
