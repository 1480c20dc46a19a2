"""Cards of texts that could not be searched for credentials in time."""

import pytest

from bot.cards.card import Cards
from bot.cards.pending import outcome_body
from bot.phrases import words_in
from kernel.address import PublicAddress
from posts.credentials import Credential, CredentialKind
from posts.drafts.models import NotPublished
from posts.models import DraftId


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "I couldn't check it for secrets in time"), ("ru", "Я не успел проверить, нет ли там секретов")],
)
def test_its_author_is_asked_and_nothing_is_claimed(language: str, said: str) -> None:
    unchecked = Credential(CredentialKind.UNCHECKED, line=0, masked="")
    cards = Cards(words_in(language), PublicAddress("https://paste.example"))
    card = outcome_body(cards, NotPublished(DraftId(1), "War", credentials=(unchecked,)))
    assert said in card["text"]
    assert "seems to contain a secret" not in card["text"]
    buttons = card["reply_markup"]
    assert buttons
    assert len(buttons.inline_keyboard) == 3
