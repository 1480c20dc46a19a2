"""Of messages that came in quick succession: which belong together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from aiogram.types import Message

from bot.taking.texts import text_of, written_at
from posts.texts import utf16
from posts.texts.cuts import goes_on


class Kind(Enum):
    TEXT = auto()
    FILE = auto()
    FORWARDED = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What becomes one paste; of kind OTHER, what can become none."""

    kind: Kind
    messages: tuple[Message, ...]


def bundles_of(messages: Sequence[Message]) -> list[Bundle]:
    """`messages` in the order of their ids."""
    runs = groupby(messages, key=lambda message: bool(message.forward_origin))
    return [
        bundle
        for is_forwarded, run in runs
        for bundle in (_conversation(list(run)) if is_forwarded else _own(list(run)))
    ]


def together(run: Sequence[Message]) -> list[list[Message]]:
    """A text goes on in the next message if it fills its own."""
    texts = [[run[0]]]
    for message in run[1:]:
        before = texts[-1][-1]
        if goes_on(utf16.length(text_of(before)), written_at(before), written_at(message)):
            texts[-1].append(message)
        else:
            texts.append([message])
    return texts


def _conversation(run: Sequence[Message]) -> Iterator[Bundle]:
    """What was forwarded in one go: all that was said, and each file."""
    said = tuple(message for message in run if not message.document)
    if said:
        yield Bundle(Kind.FORWARDED if any(map(text_of, said)) else Kind.OTHER, said)
    yield from (Bundle(Kind.FILE, (message,)) for message in run if message.document)


def _own(run: Sequence[Message]) -> Iterator[Bundle]:
    for kind, alike in groupby(run, key=_kind_of):
        if kind is Kind.TEXT:
            yield from (Bundle(kind, tuple(text)) for text in together(list(alike)))
        elif kind is Kind.FILE:
            yield from (Bundle(kind, (message,)) for message in alike)
        else:
            yield from _others(list(alike))


def _others(alike: Sequence[Message]) -> Iterator[Bundle]:
    """Told of once; but the words under each can be published."""
    captioned = [message for message in alike if message.caption]
    yield from (Bundle(Kind.OTHER, (message,)) for message in captioned)
    if not captioned:
        yield Bundle(Kind.OTHER, tuple(alike))


def _kind_of(message: Message) -> Kind:
    if message.document:
        return Kind.FILE
    return Kind.TEXT if message.text else Kind.OTHER
