"""That voices are synthetic is heard and read."""

from __future__ import annotations

import pytest

from audiobrief.publish.preflight.rules.disclosure import discloses, disclosure_rules, recording_rules
from publish.preflight.rules.lines import lines

SAID = "Spoken by synthetic voices (tone)."
HEARD = "The voices that you heard are synthetic."
NOBODY_HEARS = (
    "sentences: error: the episode never says that its voices are synthetic (let the outro say it, "
    "such as 'The voices that you "
    "heard are synthetic.', and render again) [Apple]"
)


@pytest.mark.parametrize(
    ("sentences", "language", "disclosure", "expected"),
    [
        (["Good evening.", HEARD], "en-GB", SAID, []),
        (["You heard two voices.", "Both are computer-generated."], "en", SAID, []),
        (["Good evening."], "en-GB", SAID, [NOBODY_HEARS]),
        (["He raised his voice.", "The computer broke."], "en", SAID, [NOBODY_HEARS]),
        ([HEARD], "de", SAID, [NOBODY_HEARS]),
        (
            [HEARD],
            "en",
            "",
            ["disclosure: error: nothing says that the voices are synthetic (render the script again) [Apple]"],
        ),
        (
            ["Dobry wieczór."],
            "pl",
            SAID,
            [
                (
                    "sentences: warning: audiobrief cannot check in 'pl' that the episode calls its voices synthetic "
                    "(see that the script says it) [Apple]"
                )
            ],
        ),
    ],
)
def test_an_episode_discloses(sentences: list[str], language: str, disclosure: str, expected: list[str]) -> None:
    assert lines(disclosure_rules(sentences, language, disclosure, has_voices=True)) == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en-GB", "Ada Byrne was recorded."),
        ("en", "The mayor spoke in her own voice."),
        ("de", "Die Bürgermeisterin hörten Sie im Originalton."),
        ("fr", "La maire a été enregistrée."),
        ("es", "La alcaldesa fue grabada ayer."),
        ("uk", "Мерку було записано вчора."),
        ("pl", "Dobry wieczór."),
    ],
)
def test_an_episode_says_who_was_recorded(language: str, sentence: str) -> None:
    assert lines(recording_rules(["Good evening.", sentence], language, ["Ada Byrne"])) == []


def test_recorded_people_of_whom_nothing_is_said_are_named() -> None:
    assert lines(recording_rules([HEARD], "en", ["Ada Byrne", "Ben Cole"])) == [
        (
            "sentences: warning: the episode never says that Ada Byrne and Ben Cole were recorded, so that all voices "
            "seem synthetic (let the outro say it, such as 'Ada Byrne and Ben Cole were recorded. All other voices are "
            "synthetic.') [Apple]"
        )
    ]


def test_recordings_alone_need_no_word() -> None:
    assert lines(recording_rules([], "en", ["Ada Byrne"])) == []
    assert lines(recording_rules([HEARD], "en", [])) == []


def test_music_alone_has_nothing_to_disclose() -> None:
    assert lines(disclosure_rules([], "en", "", has_voices=False)) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", HEARD),
        ("en", "This episode was read by AI voices."),
        ("en", "This podcast is AI-generated."),
        ("en-US", "The narration was produced with AI."),
        ("en", "You heard text-to-speech."),
        ("en", "It was spoken by a computer."),
        ("de", "Die Stimmen, die Sie gehört haben, sind synthetisch."),
        ("de", "Gesprochen von einer künstlichen Stimme."),
        ("de", "Vorgelesen von einer KI."),
        ("de", "Den Text hat eine Computerstimme gelesen."),
        ("de", "Diese Folge ist KI-generiert."),
        ("fr", "Les voix que vous avez entendues sont synthétiques."),
        ("fr", "Ce texte a été lu par une voix de synthèse."),
        ("fr", "Cet épisode a été généré par l’IA."),
        ("es", "Las voces que han escuchado son sintéticas."),
        ("es", "Este texto ha sido leído por una voz artificial."),
        ("uk", "Голоси, які ви чули, синтетичні."),
        ("uk", "Текст озвучено комп’ютером."),
        ("uk", "Голоси створені штучним інтелектом."),
    ],
)
def test_what_discloses(language: str, sentence: str) -> None:
    assert discloses(sentence, language) is True


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Good evening."),
        ("en", "The computer programme failed."),
        ("en", "In this episode: AI in schools."),
        ("en", "His speech was written by AI."),
        ("en", "Machine-gun fire was heard on the recording."),
        ("de", "Die Folge: Künstliche Intelligenz greift um sich."),
        ("de", "Die Stimmen wurden ausgezählt."),
        ("fr", "L’intelligence artificielle, dit le ministre, arrive."),
        ("fr", "J'ai une voix."),
        ("es", "La inteligencia artificial, dicho sea de paso, crece."),
        ("uk", "Машина збила людину, кажуть голоси очевидців."),
    ],
)
def test_what_is_said_of_other_things_does_not(language: str, sentence: str) -> None:
    assert discloses(sentence, language) is False
