"""Sentences that contradict the article are found; those that say the same in other words are not."""

from __future__ import annotations

import pytest

from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.contradictions import find_contradictions


def contradictions(said: str, article: str, language: str = "en-GB") -> list[tuple[str, str]]:
    found = find_contradictions(said, ArticleSentences(article), language)
    return [(each.kind, said[each.start : each.end]) for each in found]


@pytest.mark.parametrize(
    ("said", "article", "kind", "words"),
    [
        (
            "The council approved the plan for the bridge.",
            "The council did not approve the plan for the bridge.",
            "missing-negation",
            "approved",
        ),
        (
            "The council did not approve the plan for the bridge.",
            "The council approved the plan for the bridge.",
            "negation",
            "not",
        ),
        (
            "Nobody denied that the mayor had paid the bill.",
            "Nobody denied that the mayor had never paid the bill.",
            "",
            "",
        ),
        (
            "Ticket prices fell again in the north of the county.",
            "Ticket prices rose again in the north of the county.",
            "opposite",
            "fell",
        ),
        (
            "The school closes after the holidays in August.",
            "The school closes before the holidays in August.",
            "opposite",
            "after",
        ),
        (
            "Most of the farmers want more help with water.",
            "Most of the farmers want less help with water.",
            "opposite",
            "more",
        ),
        ("Osei thanked Voss for the new bridge.", "At the end, Voss thanked Osei for the new bridge.", "role", "Osei"),
        ("Osei was thanked by Voss for the bridge.", "Voss thanked Osei for the bridge.", "", ""),
        (
            "The bridge is safe, Priya Raman said on Tuesday.",
            "The bridge is safe, Daniel Voss said on Tuesday.",
            "speaker",
            "Priya Raman",
        ),
        (
            "According to Priya Raman the bridge is safe again.",
            "The bridge is safe again, said Daniel Voss.",
            "speaker",
            "Priya Raman",
        ),
        (
            "Police counted 12 dead and 3 injured at the station.",
            "Police counted 3 dead and 12 injured at the station.",
            "count",
            "12",
        ),
        ("Masks are compulsory.", "Masks are recommended but not compulsory.", "missing-negation", "compulsory"),
        (
            "The engineer found a crack in the pier.",
            "The engineer found no crack in the pier.",
            "missing-negation",
            "crack",
        ),
        (
            "The minister said the bridge was closed.",
            "The minister denied that the bridge was closed.",
            "missing-negation",
            "bridge",
        ),
        ("It was the weakest storm since 1999.", "It was the strongest storm since 1999.", "opposite", "weakest"),
        (
            "Milk had become dearer and bread cheaper.",
            "Milk had become cheaper and bread dearer.",
            "opposite",
            "dearer",
        ),
        ("The workers paid the owner in cash.", "The owner paid the workers in cash.", "role", "workers"),
        (
            "She accused the mayor of Holm of lying.",
            "The mayor of Holm accused her of lying.",
            "role",
            "She",
        ),
        ("The trial of Ray in Holm began again.", "The trial of Ray in Wyre began again.", "name", "Holm"),
        ("Fire destroyed three houses of the row.", "Fire destroyed two houses of the row.", "count", "three"),
        ("The firm has two weeks to reply to him.", "The firm has two months to reply to him.", "unit", "two weeks"),
        ("In the cabin, it was 3 degrees.", "In the cabin, it was -3 degrees.", "sign", "3"),
        ("Wyre won the match 24-20 on Sunday.", "Wyre won the match 24-22 on Sunday.", "score", "24-20"),
        (
            "The start was delayed because the bus was late.",
            "The start was delayed because the pitch was frozen.",
            "cause",
            "late",
        ),
        (
            "The start was delayed although the pitch was frozen.",
            "The start was delayed because the pitch was frozen.",
            "cause",
            "pitch was frozen",
        ),
    ],
)
def test_a_contradiction_is_found(said: str, article: str, kind: str, words: str) -> None:
    assert contradictions(said, article)[:1] == ([(kind, words)] if kind else [])


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ("Prices rose in May. Rents fell.", "Prices rose in May, while rents fell."),
        ("The plan was not approved by the council.", "The council did not approve the plan."),
        ("Without a ferry the town has no way across.", "The town has no way across, since no ferry runs."),
        ("He said the bridge would open.", "The bridge would open, said Daniel Voss, the mayor."),
        ("The mayor spoke.", "Nobody spoke but the mayor, before and after."),
        ("More than half of them won.", "Of them 60 in 100 won, and more came to the south."),
        ("The workers were paid by the owner in cash.", "The owner paid the workers in cash."),
        ("On Monday the council agreed to the plan.", "The council agreed to the plan on Monday."),
        ("The ferry waited because the wind was strong.", "Because the wind was strong, the ferry waited."),
        ("The match took 200 minutes in the rain.", "The match took 3 hours and 20 minutes in the rain."),
        ("Some 31,000 people saw the match.", "The match was seen by 31,204 people."),
        ("The economy shrank by 0.3 percent.", "Growth of the economy was -0.3 percent."),
        ("It was the largest fire of the year.", "It was the biggest fire of the year."),
        ("The team lost no match before Christmas.", "Before Christmas the team won or drew every match."),
        ("The firm that bought the mill sold it again.", "In May, the firm sold the mill that it had bought."),
        ("Nearly 300 homes lost power in the storm.", "The storm left 296 homes without power."),
        ("Prices did not fall; they rose by 3 percent.", "Prices rose by 3 percent and did not fall."),
        (
            "The council closes the pool because the repairs cost too much.",
            "Because repairs are too expensive, the council closes the pool.",
        ),
        ("The minister denied that the bridge was closed.", "The bridge was not closed, the minister said."),
        ("", "Nothing."),
        ("Word.", ""),
    ],
)
def test_what_is_said_otherwise_is_no_contradiction(said: str, article: str) -> None:
    assert contradictions(said, article) == []


@pytest.mark.parametrize(
    ("language", "said", "article"),
    [
        ("de", "Die Preise stiegen, weil Öl teurer wurde.", "Weil Öl teurer wurde, stiegen die Preise."),
        (
            "de",
            "Der Minister bestritt, dass die Brücke gesperrt war.",
            "Die Brücke sei nicht gesperrt gewesen, sagte der Minister.",
        ),
        ("fr", "Le conseil a rejeté le projet lundi.", "Lundi, le projet a été rejeté par le conseil."),
        ("fr", "Le maire nie que le pont soit fermé.", "Le pont n'est pas fermé, assure le maire."),
        ("es", "El consejo aprobó el plan el lunes.", "El lunes, el plan fue aprobado por el consejo."),
        ("uk", "Рада схвалила план у понеділок.", "У понеділок план схвалила рада."),
    ],
)
def test_the_same_in_other_words_in_other_languages(language: str, said: str, article: str) -> None:
    assert contradictions(said, article, language) == []


@pytest.mark.parametrize(
    ("language", "said", "article", "kind"),
    [
        (
            "de",
            "Der Stadtrat hat den Plan für die Brücke gebilligt.",
            "Der Stadtrat hat den Plan für die Brücke nicht gebilligt.",
            "missing-negation",
        ),
        ("de", "Die Preise für Karten stiegen im Mai.", "Die Preise für Karten sanken im Mai.", "opposite"),
        (
            "fr",
            "Le conseil a approuvé le projet du pont.",
            "Le conseil n'a pas approuvé le projet du pont.",
            "missing-negation",
        ),
        ("es", "Los precios subieron en mayo en la ciudad.", "Los precios bajaron en mayo en la ciudad.", "opposite"),
        (
            "uk",
            "Міська рада схвалила план нового мосту.",
            "Міська рада не схвалила план нового мосту.",
            "missing-negation",
        ),
    ],
)
def test_other_languages(language: str, said: str, article: str, kind: str) -> None:
    assert [found for found, _ in contradictions(said, article, language)] == [kind]
