"""What stands under an article: credits, invitations and questions to the reader are left out, sentences are not."""

from __future__ import annotations

import pytest

from audiobrief.draft.cleanup.selection import omission_reason
from audiobrief.language.profile import load_language


@pytest.mark.parametrize(
    ("tag", "text", "reason"),
    [
        ("en", "Additional reporting by Tom Reed and Ann Lee in Oban.", "credit"),
        ("en", "Tom Reed in Oban contributed to this report.", "credit"),
        ("en", "This article first appeared in The Oban Star.", "first published elsewhere"),
        ("en", "Already have an account? Sign in", "sign-in"),
        ("en", "Was this forwarded to you? Sign up here.", "sign-in"),
        ("en", "Follow the Star's coverage of ferries at https://star.example/ferries", "invitation to follow"),
        ("en", "Is this page useful?", "feedback"),
        ("en", "ENDS", "end mark"),
        ("en", "-30-", "end mark"),
        ("en", "(Reporting by Tom Reed in Oban; Editing by Ann Lee)", "credit"),
        ("en", "Reporting by Tom Reed; additional reporting by Ann Lee", "credit"),
        ("en", "With files from The Canadian Press", "credit"),
        ("en", "Tom Reed reported from Oban.", "credit"),
        ("en", "Source: Reuters", "agency line"),
        ("en", "— AFP", "agency line"),
        ("en", "Correction: An earlier version of this article gave a wrong year.", "correction"),
        ("en", "Correction, March 3: This story has been changed.", "correction"),
        ("en", "Editor's note: The name has been corrected.", "correction"),
        ("en", "Editors’ note: The name has been corrected.", "correction"),
        ("en", "This article was amended on 3 March 2021 to correct a name.", "correction"),
        ("en", "A previous version of this story misstated the age of the ferry.", "correction"),
        ("en", f"Clarification: {'The ferry is old. ' * 30}", "correction"),
        ("en", "Sign up here to get our daily briefing.", "newsletter"),
        ("en", "Like what you’re reading? Sign up for more.", "newsletter"),
        ("en", "Don't miss a story. Subscribe to our briefing.", "newsletter"),
        ("en", "Start your day with the Star's briefing, straight to your inbox.", "newsletter"),
        ("en", "Follow Tom Reed on Twitter.", "invitation to follow"),
        ("en", "Email: tom@star.example", "contact"),
        ("de", "Korrektur: In der ersten Fassung war das Jahr falsch.", "correction"),
        ("de", "Anmerkung der Redaktion: Der Name wurde berichtigt.", "correction"),
        ("de", "In einer früheren Version dieses Artikels war der Name falsch.", "correction"),
        ("de", "Mit Material von dpa", "agency line"),
        ("fr", "Rectificatif : le nom a été corrigé.", "correction"),
        ("fr", "Le Monde avec AFP", "agency line"),
        ("es", "Fe de errores: el nombre estaba mal.", "correction"),
        ("es", "EFE", "agency line"),
        ("uk", "Виправлення: у попередній версії було інше ім’я.", "correction"),
        ("uk", "За матеріалами УНІАН", "agency line"),
        ("de", "Mitarbeit: Uwe Petersen", "credit"),
        ("de", "War dieser Artikel hilfreich?", "feedback"),
        ("fr", "Vous avez déjà un compte ? Connectez-vous", "sign-in"),
        ("es", "¿Ya tienes cuenta? Inicia sesión", "sign-in"),
        ("uk", "Чи була ця сторінка корисною?", "feedback"),
        ("en", "Reporting by the commission found that the ferry was old.", None),
        ("en", "Was this the ferry that sank?", None),
        ("en", "This article of the treaty was first used in May.", None),
        ("en", "Already have ten ferries sunk this year.", None),
        ("en", "It ends", None),
        ("en", "Correction of the maps took the crew a year.", None),
        ("en", "The court made a correction to its ruling: The ferry was new.", None),
        ("en", "This report was amended by the council on Monday.", None),
        ("en", "Follow Tom Reed on his way to the ferry.", None),
        ("en", "Reuters said the ferry was late.", None),
        ("en", "Start your day with a walk to the ferry.", None),
        ("de", "Der Text wurde vom Gericht geändert.", None),
    ],
)
def test_what_is_left_out(tag: str, text: str, reason: str | None) -> None:
    assert omission_reason(text, [load_language(tag)]) == reason
