"""Links to pastes that were asked for in a group by /paste, and the end of its notices."""

from collections.abc import Iterable

from bot.cards.buttons import keyboard
from bot.cards.card import Cards
from bot.cards.pending import outcome_card
from bot.cards.reply import CardReply, MessageBody
from bot.outbox.unstored import GroupNotices
from posts.drafts.models import Outcome
from posts.models import Origin, Post, Visibility


def visible_in_group(outcome: Outcome) -> Post | None:
    """Return the paste if a group may see its title and link: not if it is private or pending."""
    if isinstance(outcome, Post) and outcome.visibility is not Visibility.PRIVATE:
        return outcome
    return None


def group_body(cards: Cards, post: Post) -> MessageBody:
    """Return a paste's message in a group, without the card's buttons, which everybody could press."""
    text = cards.words("group.published", title=post.title, link=cards.link(post))
    buttons = keyboard([*cards.copy_button(cards.address.of(post.url)), *cards.open_button(post)])
    return {"text": text, "reply_markup": buttons}


def group_links(cards: Cards, bot_id: int, origin: Origin | None, outcome: Outcome) -> list[CardReply]:
    """Return a reply with the link to the group's message `origin`.

    There is none for a paste that the group may not see, for a message of a private chat (whose ids are
    positive: Telegram Bot API), or for one that another bot received.
    """
    post = visible_in_group(outcome)
    if origin is None or origin.chat_id > 0 or origin.bot_id != bot_id or post is None:
        return []
    return [CardReply(origin.chat_id, group_body(cards, post), reply_to=origin.message_id)]


def withdraw_notices(
    notices: GroupNotices, person: int, released: Iterable[tuple[Origin | None, Outcome]]
) -> None:
    """Delete the person's notices in the groups that the drafts came from."""
    for origin, _ in released:
        if origin and origin.chat_id < 0:
            notices.withdraw(origin.chat_id, person)


def released_cards(
    cards: Cards, chat: int, bot_id: int, released: Iterable[tuple[Origin | None, Outcome]]
) -> list[CardReply]:
    """Return the cards of drafts that waited for an account, and the links for the groups they came from."""
    return [
        card
        for origin, outcome in released
        for card in (outcome_card(cards, outcome, chat, None), *group_links(cards, bot_id, origin, outcome))
    ]
