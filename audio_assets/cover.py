"""The cover: the bars of a sound that bend round and become lines of text.

Everything, the letters too, is strokes with round ends along lines and arcs, measured
by distance, so edges are smooth and no font is needed. Lengths are in pixels of the
3000 x 3000 picture, x to the right and y down, and angles in degrees, clockwise from
the right.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIZE = 3_000

Colour = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Grid = NDArray[np.float32]

INK: Colour = (19, 28, 56)
CREAM: Colour = (255, 240, 219)
CORAL: Colour = (255, 92, 57)


@dataclass(frozen=True)
class Line:
    """The straight way between two points."""

    start: Point
    end: Point

    def box(self) -> Box:
        """The upright rectangle around the line."""
        (x, y), (end_x, end_y) = self.start, self.end
        return (min(x, end_x), min(y, end_y), max(x, end_x), max(y, end_y))

    def distance(self, x: Grid, y: Grid) -> Grid:
        """Distance of each point of a grid from the line."""
        along_x, along_y = self.end[0] - self.start[0], self.end[1] - self.start[1]
        squared = along_x**2 + along_y**2
        from_x, from_y = x - self.start[0], y - self.start[1]
        part = np.zeros_like(from_x + from_y)
        if squared:
            part = np.clip((from_x * along_x + from_y * along_y) / squared, 0.0, 1.0)
        return np.asarray(np.hypot(from_x - part * along_x, from_y - part * along_y))


@dataclass(frozen=True)
class Arc:
    """Part of a circle, clockwise from the angle `start` over `sweep` degrees."""

    centre: Point
    radius: float
    start: float = 0.0
    sweep: float = 360.0

    def box(self) -> Box:
        """The upright square around the whole circle."""
        (x, y), reach = self.centre, self.radius
        return (x - reach, y - reach, x + reach, y + reach)

    def distance(self, x: Grid, y: Grid) -> Grid:
        """Distance of each point of a grid from the arc."""
        from_x, from_y = x - self.centre[0], y - self.centre[1]
        ring = np.abs(np.hypot(from_x, from_y) - self.radius)
        angle = (np.degrees(np.arctan2(from_y, from_x)) - self.start) % 360.0
        ends = [self.at(self.start), self.at(self.start + self.sweep)]
        to_ends = [np.hypot(x - end_x, y - end_y) for end_x, end_y in ends]
        nearest: Grid = np.where(angle <= self.sweep, ring, np.minimum(*to_ends))
        return nearest

    def at(self, angle: float) -> Point:
        """The point of the circle at an angle."""
        turn = np.radians(angle)
        return (
            self.centre[0] + self.radius * float(np.cos(turn)),
            self.centre[1] + self.radius * float(np.sin(turn)),
        )


Path = Line | Arc


def dot(centre: Point) -> Line:
    """A line without length, which a stroke makes a disc."""
    return Line(centre, centre)


# Letters in units of their bowl's radius: x from the left, y from the baseline up

At = Callable[[float, float], Point]  # from a letter's units to the picture's pixels


@dataclass(frozen=True)
class Letter:
    """A letter: its width in units, and its paths where and as large as one likes.

    `paths` takes the way from units to pixels and the length of a unit in pixels.
    """

    paths: Callable[[At, float], list[Path]]
    width: float


ASCENDER = 3.15


def _bowl(at: At, unit: float) -> Arc:
    return Arc(at(1, 1), unit)


def _a(at: At, unit: float) -> list[Path]:
    return [_bowl(at, unit), Line(at(2, 0), at(2, 2))]


def _b(at: At, unit: float) -> list[Path]:
    return [_bowl(at, unit), Line(at(0, 0), at(0, ASCENDER))]


def _d(at: At, unit: float) -> list[Path]:
    return [_bowl(at, unit), Line(at(2, 0), at(2, ASCENDER))]


def _e(at: At, unit: float) -> list[Path]:
    return [Arc(at(1, 1), unit, 62, 298), Line(at(0, 1), at(2, 1))]


def _f(at: At, unit: float) -> list[Path]:
    hook = ASCENDER - 0.7
    return [
        Line(at(0.35, 0), at(0.35, hook)),
        Arc(at(1.05, hook), 0.7 * unit, 180, 90),
        Line(at(-0.15, 2), at(1.0, 2)),
    ]


def _i(at: At, unit: float) -> list[Path]:
    del unit
    return [Line(at(0, 0), at(0, 2)), dot(at(0, ASCENDER - 0.15))]


def _o(at: At, unit: float) -> list[Path]:
    return [_bowl(at, unit)]


def _r(at: At, unit: float) -> list[Path]:
    return [Line(at(0, 0), at(0, 2)), Arc(at(0.95, 1.05), 0.95 * unit, 180, 100)]


def _u(at: At, unit: float) -> list[Path]:
    return [
        Line(at(0, 1), at(0, 2)),
        Arc(at(1, 1), unit, 0, 180),
        Line(at(2, 0), at(2, 2)),
    ]


LETTERS = {
    "a": Letter(_a, 2.0),
    "b": Letter(_b, 2.0),
    "d": Letter(_d, 2.0),
    "e": Letter(_e, 2.0),
    "f": Letter(_f, 1.0),
    "i": Letter(_i, 0.0),
    "o": Letter(_o, 2.0),
    "r": Letter(_r, 1.25),
    "u": Letter(_u, 2.0),
}


def _on_page(origin: Point, unit: float, x: float, y: float) -> Point:
    return (origin[0] + x * unit, origin[1] - y * unit)


def word_paths(word: str, left: float, baseline: float, unit: float, gap: float) -> list[Path]:
    """Paths of a word from `left` on, with `gap` units between its letters."""
    paths: list[Path] = []
    for letter in (LETTERS[name] for name in word):
        paths += letter.paths(partial(_on_page, (left, baseline), unit), unit)
        left += (letter.width + gap) * unit
    return paths


def word_width(word: str, gap: float) -> float:
    """Width of a word in units, from its first path to its last."""
    return sum(LETTERS[name].width for name in word) + gap * (len(word) - 1)


# The picture


def stroke(picture: Grid, paths: Iterable[Path], width: float, colour: Colour) -> None:
    """Draw paths as one stroke, `width` pixels wide, into a (rows, columns, 3) grid."""
    ink = np.zeros(picture.shape[:2], dtype=np.float32)
    for path in paths:
        left, top, right, bottom = path.box()
        margin = width / 2 + 1
        rows = slice(max(0, int(top - margin)), int(bottom + margin) + 1)
        columns = slice(max(0, int(left - margin)), int(right + margin) + 1)
        y, x = np.mgrid[rows, columns].astype(np.float32) + np.float32(0.5)
        here = np.clip(width / 2 + 0.5 - path.distance(x, y), 0, 1)
        ink[rows, columns] = np.maximum(ink[rows, columns], here)
    picture += ink[:, :, np.newaxis] * (np.array(colour, dtype=np.float32) - picture)


def bend(radius: float, centre: Point, foot: float, reach: float) -> list[Path]:
    """A bar from y = `foot` up, round `centre` to the right, and on to x = `reach`."""
    x, y = centre
    return [
        Line((x - radius, foot), (x - radius, y)),
        Arc(centre, radius, 180, 90),
        Line((x, y - radius), (reach, y - radius)),
    ]


# Radius of the bend, y of the foot, x where the line ends, colour
BARS = (
    (1_015.0, 2_060.0, 2_595.0, CREAM),
    (745.0, 2_595.0, 2_270.0, CREAM),
    (475.0, 2_290.0, 2_595.0, CORAL),
    (205.0, 1_790.0, 1_940.0, CREAM),
)
BEND_CENTRE = (1_420.0, 1_420.0)
BAR_WIDTH = 180.0
MARGIN = 315.0  # between the bars or the letters and the edges

LETTER_LINE, LETTER_GAP = 62.0, 0.92
WORDS_LEFT = 1_455.0
LINE_HEIGHT = 440.0


def draw() -> Grid:
    """The picture as a (3000, 3000, 3) array of 0 to 255."""
    picture = np.empty((SIZE, SIZE, 3), dtype=np.float32)
    picture[:] = INK
    for radius, foot, reach, colour in BARS:
        stroke(picture, bend(radius, BEND_CENTRE, foot, reach), BAR_WIDTH, colour)
    room = SIZE - MARGIN - WORDS_LEFT - LETTER_LINE
    unit = room / word_width("audio", LETTER_GAP)
    left, baseline = WORDS_LEFT + LETTER_LINE / 2, SIZE - MARGIN - LETTER_LINE / 2
    for word, y in (("audio", baseline - LINE_HEIGHT), ("brief", baseline)):
        stroke(picture, word_paths(word, left, y, unit, LETTER_GAP), LETTER_LINE, CREAM)
    return picture


def cover_bytes() -> bytes:
    """The cover as a baseline RGB JPEG file."""
    picture = Image.fromarray(np.round(draw()).astype(np.uint8))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90, subsampling=0, optimize=True)
    return file.getvalue()
