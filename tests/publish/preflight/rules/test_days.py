"""'Today' means the day that the feed gives an episode."""

from __future__ import annotations

from datetime import date

import pytest

from audiobrief.language.relative_days import day_words
from audiobrief.publish.preflight.rules.days import EpisodeDays, day_rules
from publish.preflight.rules.lines import lines

FIRST, THIRD = date(2024, 5, 1), date(2024, 5, 3)
TEXTS = [("7", "They met this morning, and will meet tomorrow."), ("9", "He left on Friday."), ("11", "It rained.")]


def test_a_script_of_the_day_on_which_it_comes_out_may_say_today() -> None:
    assert lines(day_rules(TEXTS, "en-GB", EpisodeDays(FIRST, FIRST))) == []


def test_a_script_of_another_day_may_not() -> None:
    assert lines(day_rules(TEXTS, "en-GB", EpisodeDays(FIRST, THIRD))) == [
        (
            "7: error: 'this morning', 'tomorrow' is said of 2024-05-01, and the episode is dated 2024-05-03 (name the "
            "day, or bring date: and publish_at: together, and render again) [audiobrief]"
        ),
        (
            "9: warning: 'on Friday' is said of 2024-05-01, and the episode is dated 2024-05-03 (see whether it is "
            "still "
            "right) [audiobrief]"
        ),
    ]


def test_a_script_without_a_day_leaves_it_open() -> None:
    assert lines(day_rules(TEXTS, "en-GB", EpisodeDays(None, FIRST))) == [
        "7: warning: nothing says which day 'this morning', 'tomorrow' is (write date: in the script) [audiobrief]"
    ]


def test_a_script_that_goes_out_days_later_is_looked_at() -> None:
    assert lines(day_rules(TEXTS, "en-GB", EpisodeDays(FIRST, FIRST, late=THIRD))) == [
        (
            "7: warning: 'this morning', 'tomorrow' is said of 2024-05-01, and the episode goes out on 2024-05-03 "
            "(name "
            "the day, or correct date:, and render again) [audiobrief]"
        )
    ]


def test_in_other_languages_nothing_is_known() -> None:
    assert lines(day_rules([("1", "Dzisiaj pada.")], "pl", EpisodeDays(FIRST, THIRD))) == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Today, talks began.", ("Today",)),
        ("en", "“Tonight we ask.", ("Tonight",)),
        ("en", "First: today in Minsk, and today in Kyiv.", ("today",)),
        ("en", "Yesterday's news.", ("Yesterday",)),
        ("en", "He read it in USA Today on the Tomorrow programme.", ()),
        ("en", "The holiday was last nightfall.", ()),
        ("de", "Heute Morgen trafen sie sich, heute Abend essen sie.", ("Heute Morgen", "heute Abend")),
        ("de", "Er kommt morgen.", ("morgen",)),
        ("de", "Am Morgen regnete es. Guten Morgen.", ()),
        ("de", "Das gilt bis heute.", ()),
        ("fr", "Aujourd’hui, il part; hier soir, il dormait.", ("Aujourd'hui", "hier soir")),
        ("fr", "Ce matin, on parle d’après-demain.", ("Ce matin", "après-demain")),
        ("fr", "Le lendemain, un matin.", ()),
        ("es", "Hoy llegó, y mañana se va.", ("Hoy", "mañana")),
        ("es", "Esta mañana llovió.", ("Esta mañana",)),
        ("es", "Llegó por la mañana; hoy en día es normal.", ()),
        ("uk", "Сьогодні вранці він приїхав, завтра поїде.", ("Сьогодні вранці", "завтра")),
        ("uk", "Це триває до сьогодні.", ()),
    ],
)
def test_words_of_the_day(language: str, text: str, words: tuple[str, ...]) -> None:
    assert day_words(text, language, "day") == words


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en-GB", "On Monday, and last  week.", ("On Monday", "last week")),
        ("en-GB", "On Friday, the 17th, and on Friday, February 17th.", ()),
        ("de", "Am Freitag reist er, nächste Woche auch.", ("Am Freitag", "nächste Woche")),
        ("de", "Am Freitag, dem 17. Februar, und am Freitag, den 17., reist er.", ()),
        ("fr", "Lundi dernier, et ce jeudi.", ("Lundi dernier", "ce jeudi")),
        ("fr", "Ce jeudi 16 février.", ()),
        ("es", "El lunes llovió.", ("El lunes",)),
        ("es", "El lunes, 16 de febrero, llovió; los lunes llueve.", ()),
        ("uk", "У п’ятницю він поїхав, минулого тижня також.", ("У п'ятницю", "минулого тижня")),
        ("uk", "У п’ятницю, 17 лютого.", ()),
    ],
)
def test_words_of_the_week(language: str, text: str, words: tuple[str, ...]) -> None:
    assert day_words(text, language, "week") == words
