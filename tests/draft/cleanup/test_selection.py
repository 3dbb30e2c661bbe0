"""What stands around a story is short, or asks for something of the outlet's own; a whole sentence is the story's."""

from __future__ import annotations

import pytest

from audiobrief.draft.cleanup.selection import omission_reason, split_story, unmark_headings
from audiobrief.draft.model import Block
from audiobrief.language.profile import load_language


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Published in 1962, her first novel was lost for years."),
        ("en", "Posted to Cyprus in 1951, he learned to sail."),
        ("en", "Updated maps show a lake where the village stood."),
        ("en", "The figures give a clear picture: Two in five boats are gone."),
        ("en", "He held up the photo: Three boys on a wall."),
        ("en", "Listen to Ruth speak about the years she had to live there."),
        ("en", "Watch her at the wheel and you will see why they hire her now."),
        ("en", "Watch the channel fill with ice in January."),
        ("en", "He used to listen to the podcast on the boat."),
        ("en", "Most read the notice and walked on."),
        ("en", "Read more slowly and it makes sense."),
        ("en", "Jump to the wrong side and you will be wet."),
        ("en", "For the crust we use cookies made of rye."),
        ("en", "She would not accept the cookies he had baked."),
        ("en", "The newsletter asked all members to sign up."),
        ("en", "Newsletter writers earn little."),
        ("en", "Copyright lawyers had a busy year."),
        ("en", "Follow us to the end of the quay, she said."),
        ("en", "Get the sails up by noon, he wrote to her inbox."),
        ("en", "Subscribe to that view and you will lose."),
        ("en", "Become a member of the crew and you are fed."),
        ("de", "Stand Freitagabend war die Fähre noch nicht zurück."),
        ("de", "Am Ufer bot sich ein anderes Bild: Die Boote waren leer."),
        ("de", "Jetzt testen die Forscher das Mittel."),
        ("de", "Folgen Sie dem Kanal bis zur Schleuse."),
        ("de", "Zum Inhalt der Gespräche sagte er nichts."),
        ("de", "Lesen Sie mehr Romane, rät die Lehrerin."),
        ("de", "Datenschutz ist ein Grundrecht, sagte er."),
        ("fr", "Publié en 1962, ce livre est resté inconnu."),
        ("fr", "Le port offre une autre image : Les bateaux sont partis."),
        ("fr", "Regardez ici les murs, dit-il aux enfants."),
        ("fr", "Lecture publique hier soir à la mairie."),
        ("es", "Publicado en 1962, el libro se agotó en un día."),
        ("es", "Mira el canal por la ventana cada mañana."),
        ("es", "Recibe un correo de su hija cada mes."),
        ("uk", "Опубліковано книгу лише після війни, у 1996 році."),
        ("uk", "На початок року тут жило двісті людей."),
        ("uk", "Дивіться, який тут канал, сказав він."),
    ],
)
def test_a_sentence_of_the_story_stays(tag: str, text: str) -> None:
    assert omission_reason(text, [load_language(tag), load_language("en")]) is None


@pytest.mark.parametrize(
    ("tag", "text", "reason"),
    [
        ("en", "Published: 3 March 2021", "publication time"),
        ("en", "Last modified on Tue 2 Mar 2021 07.15 GMT", "publication time"),
        ("en", "Updated 4 hours ago", "publication time"),
        ("en", "Posted on 3 March 2021.", "publication time"),
        ("en", "The quay at noon. Photo: Ruth Hall/The Mail", "caption"),
        ("en", "The quay at noon Photograph: Ruth Hall for The Mail", "caption"),
        ("en", "Boats at the quay on Monday (Reuters)", "caption"),
        ("en", "The quay at noon. Photo by Ruth Hall.", "caption"),
        ("en", "The quay at noon on Monday. (AP Photo/Ruth Hall)", "caption"),
        ("en", "Published Monday", "publication time"),
        ("en", "Follow us on Facebook", "promotion"),
        ("en", "You can listen to our podcast wherever you get yours.", "promotion"),
        ("en", "Subscribe to The Mail", "promotion"),
        ("en", "Sign up for our morning newsletter", "newsletter"),
        ("en", "Listen to our latest podcast", "promotion"),
        ("en", "Listen to the full interview here.", "promotion"),
        ("en", "Watch live on our site", "promotion"),
        ("en", "Most read", "link to other articles"),
        ("en", "Most read in business", "link to other articles"),
        ("en", "Read more: Ferry is late again", "link to other articles"),
        ("en", "Jump to Recipe", "link to other articles"),
        ("en", "We use cookies to improve our site.", "cookie notice"),
        ("en", "We and our partners use cookies and similar things.", "cookie notice"),
        ("en", "Copyright 2021 The Mail", "rights notice"),
        ("de", "Stand: 3. März 2021, 12 Uhr", "publication time"),
        ("de", "Boote am Ufer. Foto: dpa/Jan Voss", "caption"),
        ("de", "Abonnieren Sie unseren Newsletter", "newsletter"),
        ("de", "Jetzt kostenlos testen!", "promotion"),
        ("fr", "Publié le 3 mars 2021 à 7h15, mis à jour à 9h00", "publication time"),
        ("fr", "Le port à midi. Photo : Luc Roy", "caption"),
        ("fr", "Suivez-nous sur notre chaîne WhatsApp", "promotion"),
        ("es", "Publicado el 3 de marzo de 2021", "publication time"),
        ("es", "Escucha el episodio completo aquí", "promotion"),
        ("uk", "Оновлено: 3 березня 2021, 12:00", "publication time"),
        ("uk", "Човни. Фото: Іван Коваль", "caption"),
    ],
)
def test_what_stands_around_the_story_is_left_out(tag: str, text: str, reason: str) -> None:
    assert omission_reason(text, [load_language(tag), load_language("en")]) == reason


def test_only_the_first_heading_may_be_a_summary() -> None:
    text = "The ferry sails again from Monday on and nobody on the island knows yet who will pay for all the bread"
    heading = Block(text, is_heading=True)
    unmarked = unmark_headings([heading, Block("It rained."), Block("It snowed."), heading], is_titled=True)
    assert [block.is_heading for block in unmarked] == [False, False, False, True]


@pytest.mark.parametrize(
    ("tag", "text", "mark"),
    [
        ("en", "The ferry will be back on Monday.", "(Reuters)"),
        ("de", "Die Fähre fährt am Montag wieder, hieß es.", "(dpa)"),
        ("fr", "Le bac reprendra lundi.", "(AFP)"),
        ("es", "El barco volverá el lunes.", "(EFE)"),
    ],
)
def test_a_last_sentence_is_said_without_its_agencys_mark(tag: str, text: str, mark: str) -> None:
    story, out = split_story([Block(f"{text} {mark}", place="line 9")], [load_language(tag)])
    assert [block.text for block in story] == [text]
    assert [(each.reason, each.block.text) for each in out] == [("agency", mark)]
