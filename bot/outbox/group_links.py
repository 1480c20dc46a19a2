"""The link that a group gets where somebody there has asked for a paste: at once, or when it is decided."""

from collections.abc import Iterable

from bot.cards.buttons import keyboard
from bot.cards.card import Cards
from bot.cards.pending import card_of
from bot.cards.reply import CardIn, Said
from bot.outbox.unstored import Notices
from posts.drafts.publishing import Outcome
from posts.models import Origin, Post, Visibility


def for_a_group(outcome: Outcome) -> Post | None:
    """What is private has a title and a link for nobody else's eyes."""
    is_shown = isinstance(outcome, Post) and outcome.visibility is not Visibility.PRIVATE
    return outcome if isinstance(outcome, Post) and is_shown else None


def said_in_group(cards: Cards, post: Post) -> Said:
    """Nothing to change it by: in a group everybody could press."""
    text = cards.words("group.published", title=post.title, link=cards.link(post))
    buttons = keyboard([*cards.copy_button(cards.address.of(post.url)), *cards.open_button(post)])
    return {"text": text, "reply_markup": buttons}


def later_link(cards: Cards, bot_id: int, origin: Origin | None, outcome: Outcome) -> list[CardIn]:
    """As a reply to the message, in the group that waits for it; nothing for what came in private.

    Groups have negative ids (Telegram Bot API).
    """
    post = for_a_group(outcome)
    if origin is None or origin.chat_id > 0 or origin.bot_id != bot_id or post is None:
        return []
    return [CardIn(origin.chat_id, said_in_group(cards, post), reply_to=origin.message_id)]


def tidy_up_groups(notices: Notices, person: int, kept: Iterable[tuple[Origin | None, Outcome]]) -> None:
    """Where it was asked for, nobody needs to read any more what is missing."""
    for origin, _ in kept:
        if origin and origin.chat_id < 0:
            notices.tidy_up(origin.chat_id, person)


def cards_of_kept(
    cards: Cards, chat: int, bot_id: int, kept: Iterable[tuple[Origin | None, Outcome]]
) -> list[CardIn]:
    """Of what waited for an account, in the chat with its author, and where it was asked for."""
    return [
        card
        for origin, outcome in kept
        for card in (card_of(cards, outcome, chat, None), *later_link(cards, bot_id, origin, outcome))
    ]
