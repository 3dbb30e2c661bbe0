"""The tables of words are whole."""

from __future__ import annotations

import re

import pytest

from audiobrief.language.calendar import weekday_names
from audiobrief.language.tables import whole_table
from audiobrief.publish.preflight.requirements import Spec, table
from audiobrief.publish.preflight.rules.disclosure import discloses


@pytest.mark.parametrize(("language", "known"), [("en", True), ("EN-gb", True), ("uk", True), ("tlh", False)])
def test_a_language_is_found_by_its_tag(language: str, known: bool) -> None:
    assert (discloses("It rained.", language) is not None) == known


def test_days_and_disclosure_are_known_in_the_same_languages() -> None:
    assert set(whole_table("relative_days")) == set(table("disclosure")) == {"en", "de", "fr", "es", "uk"}


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "uk"])
def test_each_language_has_all_lists(language: str) -> None:
    days, disclosure = whole_table("relative_days")[language], table("disclosure")[language]
    assert len(weekday_names(language)) >= 7
    named = {name for phrase in (*days["day"], *days["week"]) for name in re.findall(r"{(\w+)}", phrase)}
    assert all(weekday_names(language, name) for name in named)
    assert {phrase for key in ("not_after", "not_before") for phrase in days.get(key, {})} <= set(days["day"])
    assert all(disclosure[key] for key in ("made", "voice", "wholly", "programme"))


def test_limits_name_who_sets_them() -> None:
    for limits in table("limits").values():
        for limit in limits.values():
            assert {Spec(name) for name in limit["who"]}
            assert ("bytes" in limit) != ("characters" in limit)
