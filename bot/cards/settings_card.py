"""Card of /settings, and its choices."""

from bot.cards.buttons import Row, button, in_rows, keyboard
from bot.cards.callbacks import ChooseLanguage, SetTerms, ShowSettings
from bot.cards.card import Cards
from bot.cards.choices import LIFETIMES_MINUTES, chosen, lifetime_name
from bot.cards.reply import MessageBody
from kernel.phrases import LANGUAGES
from posts.models import Terms, Visibility


def settings_card(cards: Cards, terms: Terms, choice: str = "") -> MessageBody:
    """Return the settings, with buttons for all, or for the values of one `choice`.

    `choice`: `visibility`, `expiry` or `language`.
    """
    words = cards.words
    text = words(
        "settings.card",
        visibility=words.plain(f"visibility.{terms.visibility}"),
        expiry=lifetime_name(cards, _minutes(terms)),
        burn=words.plain("settings.burn-on" if terms.burn_after_read else "settings.burn-off"),
        language=LANGUAGES[words.language],
    )
    back = [button(words.plain("button.back"), ShowSettings())]
    match choice:
        case "visibility":
            rows = [*in_rows(_visibilities(cards, terms), 1), back]
        case "expiry":
            rows = [*in_rows(_lifetimes(cards, terms), 2), back]
        case "language":
            rows = [languages(), back]
        case _:
            rows = _all(cards, terms)
    return {"text": text, "reply_markup": keyboard(*rows)}


def _all(cards: Cards, terms: Terms) -> list[Row]:
    plain = cards.words.plain
    burn = button(
        chosen(plain("button.burn"), terms.burn_after_read), SetTerms(burn=not terms.burn_after_read)
    )
    return [
        [
            button(plain("button.visibility"), ShowSettings(choice="visibility")),
            button(plain("button.expiry"), ShowSettings(choice="expiry")),
        ],
        [burn],
        [button(plain("button.language"), ShowSettings(choice="language"))],
    ]


def _visibilities(cards: Cards, terms: Terms) -> Row:
    return [
        button(
            chosen(cards.words.plain(f"visibility.{visibility}"), visibility is terms.visibility),
            SetTerms(visibility=visibility),
        )
        for visibility in Visibility
    ]


def _lifetimes(cards: Cards, terms: Terms) -> Row:
    return [
        button(chosen(lifetime_name(cards, minutes), minutes == _minutes(terms)), SetTerms(minutes=minutes))
        for minutes in LIFETIMES_MINUTES
    ]


def languages() -> Row:
    """Return a button for each language of the bot."""
    return [button(name, ChooseLanguage(language=code)) for code, name in LANGUAGES.items()]


def _minutes(terms: Terms) -> int:
    return int(terms.lifetime.total_seconds()) // 60 if terms.lifetime else 0
