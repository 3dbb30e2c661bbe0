"""Pages of reports: one file each, which loads nothing and runs nothing."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from audiobrief.report import charts
from audiobrief.report.model import EpisodeReport
from audiobrief.report.verdict import decimal, describe_target, judge
from audiobrief.storage import files
from audiobrief.storage.work_folder import work_folder
from audiobrief.units import bytes_to_size, seconds_to_clock

_PACKAGE = "audiobrief.report"
_STYLE_NAME = "report.css"
_LOUDNESS_SCALE = charts.Scale(-40, 0)
"""LUFS and dBTP; speech and its pauses lie in it."""
_LOUDNESS_MARKS = (0, -10, -20, -30, -40)


def render_template(package: str, name: str, values: dict[str, Any]) -> str:
    """Return a template of a package, filled in; all values are escaped."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "clock": seconds_to_clock,
        "decimal": decimal,
        "size": bytes_to_size,
    }
    template = resources.files(package).joinpath(name).read_text("utf-8")
    return environment.from_string(template).render(values)


def write_page(text: str, path: Path, option: str = "-o") -> None:
    """Write a page.

    Args:
        text: the page.
        path: its file.
        option: the option that names the file, for messages.

    Raises:
        OutputError: it cannot be written.
    """
    files.check_names([path])
    with work_folder(path.parent, option) as work:
        unfinished = work / "report.html"
        files.write_bytes(unfinished, text.encode("utf-8", "replace"))
        files.finish(unfinished, path, option)


def style() -> str:
    """Return the style sheet of reports of episodes."""
    return resources.files(_PACKAGE).joinpath(_STYLE_NAME).read_text("utf-8")


def episode_page(report: EpisodeReport, style_address: str | None = None) -> str:
    """Return the page of an episode's report in HTML.

    Args:
        report: what it says.
        style_address: where the style sheet is; None to have it in the page, so that the page is complete.
    """
    css = None if style_address is not None else f"\n{style()}"
    seconds = max(report.sound.seconds, 0.1)
    return render_template(
        _PACKAGE,
        "report.html.j2",
        {
            "report": report,
            "manifest": report.manifest,
            "sound": report.sound,
            "remarks": judge(report),
            "target": describe_target(report.target),
            "css": css,
            "style_address": style_address,
            "charts": _charts(report, seconds),
        },
    )


def _charts(report: EpisodeReport, seconds: float) -> dict[str, Any]:
    sound, scale = report.sound, _LOUDNESS_SCALE
    return {
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
        "times": charts.time_marks(seconds),
        "chapters": [
            (round(100 * min(part.start / seconds, 1), 3), round(100 * min(part.seconds / seconds, 1), 3))
            for part in report.chapters
        ],
        "waveform": charts.waveform_path(sound),
        "short_term": charts.curve_path(sound.short_term, 3.0, 0.1, seconds, scale),
        "momentary": charts.curve_path(sound.momentary, 0.4, 0.1, seconds, scale),
        "peaks": charts.curve_path(sound.peaks, 0.5, 1.0, seconds, scale),
        "marks": [charts.Mark(scale.percent(value), decimal(value, 0)) for value in _LOUDNESS_MARKS],
        "target": scale.percent(report.target.loudness),
        "peak": scale.percent(report.target.peak),
        "spectrogram": charts.spectrogram_address(sound),
        "frequencies": charts.frequency_marks(sound.sample_rate),
        "highest_short_term": sound.short_term.max(initial=-float("inf")),
        "highest_momentary": sound.momentary.max(initial=-float("inf")),
    }
