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
    ],
)
def test_what_is_left_out(tag: str, text: str, reason: str | None) -> None:
    assert omission_reason(text, [load_language(tag)]) == reason
