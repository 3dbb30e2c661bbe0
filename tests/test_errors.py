from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief import errors
from audiobrief.errors import AudiobriefError, FetchError, Position, Problem, ScriptError, SoundError


def tree(root: type[Exception], depth: int = 0) -> list[tuple[int, str]]:
    """The classes under one of them, each with its depth."""
    children = [child for child in root.__subclasses__() if child.__module__ == errors.__name__]
    return [(depth, root.__name__), *(entry for child in children for entry in tree(child, depth + 1))]


def drawn() -> list[tuple[int, str, str]]:
    """The tree in the docstring: depth, name, description."""
    assert errors.__doc__ is not None
    lines = re.findall(r"^([│├└─ ]*)([A-Z]\w+)  +(\S.*)$", errors.__doc__, re.MULTILINE)
    return [(len(branch) // 4, name, text) for branch, name, text in lines]


def test_the_tree_that_is_drawn_is_the_real_one() -> None:
    assert [(depth, name) for depth, name, _ in drawn()] == tree(AudiobriefError)


def test_every_error_is_public() -> None:
    assert {name for _, name in tree(AudiobriefError)} | {"Position", "Problem"} == set(errors.__all__)


def test_exit_statuses_are_those_drawn() -> None:
    for _, name, text in drawn():
        if match := re.search(r"exit status (\d)", text):
            assert getattr(errors, name).exit_status == int(match[1]), name


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("AudiobriefError", 1),
        ("ScriptError", 2),
        ("UsageError", 2),
        ("SoundError", 2),
        ("EngineError", 1),
        ("EngineMissingError", 1),
        ("ModelError", 1),
        ("FetchError", 1),
        ("ProgramError", 1),
        ("EpisodeError", 1),
        ("RecogniserError", 1),
        ("OutputError", 1),
        ("MachineError", 1),
        ("MasteringError", 1),
    ],
)
def test_exit_status(name: str, status: int) -> None:
    assert getattr(errors, name).exit_status == status


def test_a_problem_is_one_line_that_says_where_what_and_what_to_do() -> None:
    problem = Problem(Position("x.yaml", 12, 5), "unknown voice 'anchr'", "did you mean 'anchor'?")

    assert str(problem) == "x.yaml:12:5: unknown voice 'anchr' (did you mean 'anchor'?)"


def test_a_problem_neither_breaks_the_line_nor_moves_the_cursor() -> None:
    problem = Problem(Position("x.yaml"), "unknown key 'a\n\x1b[31m\u2028\ud800'", "delete it")

    assert str(problem) == r"x.yaml:1:1: unknown key 'a\n\x1b[31m\u2028\ud800' (delete it)"


def test_a_long_problem_is_shortened_in_the_middle() -> None:
    text = str(Problem(Position("x.yaml"), "'" + "a" * 1000 + "' is not a date", "write one"))

    assert len(text) == len("x.yaml:1:1:  (write one)") + 300
    assert text.endswith("aaa' is not a date (write one)")


@given(st.text(), st.text())
def test_a_problem_is_always_one_line_that_can_be_printed(what: str, advice: str) -> None:
    text = str(Problem(Position("x.yaml"), what, advice))

    assert len(text.splitlines()) == 1
    assert text.encode()


def test_a_script_error_has_its_problems_in_the_order_of_the_file_and_once() -> None:
    first, second = (Problem(Position("x.yaml", line, 1), "wrong", "mend it") for line in (2, 10))

    error = ScriptError([second, first, second])

    assert error.problems == (first, second)
    assert str(error) == f"{first}\n{second}"


def test_positions_are_ordered_by_file_line_and_column() -> None:
    first, *others = [Position("b", 1, 1), Position("a", 2, 1), Position("a", 1, 10), Position("a", 1, 2)]

    assert sorted([first, *others]) == [*reversed(others), first]


def test_a_sound_error_keeps_what_and_advice() -> None:
    error = SoundError("there is no file 'a.wav'", "check the path")

    assert (error.what, error.advice) == ("there is no file 'a.wav'", "check the path")
    assert str(error) == "there is no file 'a.wav' (check the path)"


def test_a_fetch_error_keeps_what_and_advice() -> None:
    error = FetchError("example.org does not answer", "try again later")

    assert (error.what, error.advice) == ("example.org does not answer", "try again later")
    assert str(error) == "example.org does not answer (try again later)"
