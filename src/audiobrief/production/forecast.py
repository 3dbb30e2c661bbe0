"""The forecast of an episode: its timeline before anything is spoken, with durations estimated from the texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.production.casting import cast_plan, plan_versions
from audiobrief.production.sounds import measure_sounds
from audiobrief.reading.utterances import estimated_seconds
from audiobrief.script.models.script import Script
from audiobrief.timeline.fitting import Fit, Lengths, UnreachableDuration, fit
from audiobrief.timeline.plan import Plan, Reader
from audiobrief.timeline.timeline import Timeline, lay_out
from audiobrief.units import milliseconds_to_samples
from audiobrief.voices.registry import open_engines


@dataclass(frozen=True, slots=True)
class Forecast:
    """An episode as it is expected to become."""

    script: Script
    """With a voice for every speaker."""
    plan: Plan
    """Of the whole script."""
    timeline: Timeline
    """Of the whole script, with its own pauses and pace."""
    fitted: Fit | UnreachableDuration
    """The plan that would be rendered."""


def forecast(script: Script, folder: Path | None = None, read: Reader | None = None) -> Forecast:
    """Lay a script out without speaking: sounds are measured, and speech is estimated from its text.

    Args:
        script: without mistakes.
        folder: the cache of the lengths of sounds; None to use none.
        read: reads its paragraphs, as for `make_plan`.

    Raises:
        ScriptError: a sound or a voice of the script cannot be used.
    """
    sounds, recordings = measure_sounds(script, folder)
    with open_engines() as engines:
        script, plan = cast_plan(script, engines, read)
        plans = plan_versions(script, plan, engines, read)
    rate, lay = script.output.sample_rate, _layout(script, sounds)

    def measure(plan: Plan) -> Lengths:
        return {
            utterance: recordings[utterance.recording]
            if utterance.recording
            else round(estimated_seconds(utterance) * rate)
            for utterance in plan.utterances()
        }

    timeline = lay(plan, measure(plan))
    fitted = fit_to_target(script, plans, measure, sounds) if script.target else Fit(plan, timeline, 0)
    return Forecast(script, plan, timeline, fitted)


def estimate(script: Script) -> Timeline:
    """Lay a script out without speaking, with its own pauses and pace.

    Raises:
        ScriptError: a sound or a voice of the script cannot be used.
    """
    return forecast(script).timeline


def fit_to_target(
    script: Script, plans: Sequence[Plan], measure: Callable[[Plan], Lengths], sounds: Mapping[str, int]
) -> Fit | UnreachableDuration:
    """Fit an episode to the target duration of its script; without a target, lay out the whole script.

    Args:
        script: what is said and played.
        plans: of the whole script, and of its shorter versions.
        measure: returns how long the utterances of a plan last.
        sounds: the length of each sound in samples.
    """
    lay = _layout(script, sounds)
    if script.target is None:
        return Fit(plans[0], lay(plans[0], measure(plans[0])), 0)
    return fit(plans, measure, lay, milliseconds_to_samples(script.target.length, script.output.sample_rate))


def _layout(script: Script, lengths: Mapping[str, int]) -> Callable[[Plan, Lengths], Timeline]:
    """Return a function that lays out plans of a script; with a target, the last bed ends on time."""
    sounds = {sound.name: sound for sound in script.sounds}
    rate = script.output.sample_rate

    def lay(plan: Plan, durations: Lengths) -> Timeline:
        return lay_out(plan, durations, sounds, lengths, rate, on_time=script.target is not None)

    return lay
