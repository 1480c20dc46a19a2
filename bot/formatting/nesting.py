"""Puts pieces of text into each other as HTML and Markdown want them: one within another, never across."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.formatting.segments import Segment, Style
from bot.formatting.spans import EMPHASES, LINK

# Of what begins and ends together, the first is outermost.
_RANKS: Final = {kind: rank for rank, kind in enumerate((LINK, *EMPHASES))}


@dataclass(slots=True)
class Text:
    text: str
    is_code: bool = False
    is_linked: bool = False


@dataclass(slots=True)
class Styled:
    """`end`: the number of the last segment that has the style too."""

    style: Style
    end: int
    children: list["Text | Styled"] = field(default_factory=list)


def nested(segments: Sequence[Segment]) -> list[Text | Styled]:
    children: list[Text | Styled] = []
    open_: list[Styled] = []
    for segment, ends in zip(segments, _ends(segments), strict=True):
        _close(open_, [styled.style in segment.styles for styled in open_])
        if not segment.is_blank:
            _open(children, open_, ends)
        _append(open_[-1].children if open_ else children, segment)
    return children


def _ends(segments: Sequence[Segment]) -> list[dict[Style, int]]:
    """For each segment, how far each of its styles goes on."""
    ends: list[dict[Style, int]] = []
    following: dict[Style, int] = {}
    for number, segment in reversed([*enumerate(segments)]):
        following = {style: following.get(style, number) for style in segment.styles}
        ends.append(following)
    return ends[::-1]


def _close(open_: list[Styled], go_on: list[bool]) -> None:
    """What is within something that ends, ends too."""
    if False in go_on:
        del open_[go_on.index(False) :]


def _open(children: list[Text | Styled], open_: list[Styled], ends: dict[Style, int]) -> None:
    already = {styled.style for styled in open_}
    for style, end in ends.items():
        if style.kind == LINK and style not in already:
            _make_way(children, open_, end)
    already = {styled.style for styled in open_}
    missing = [style for style in ends if style not in already]
    for style in sorted(missing, key=lambda style: (-ends[style], _RANKS[style.kind])):
        styled = Styled(style, ends[style])
        (open_[-1].children if open_ else children).append(styled)
        open_.append(styled)


def _make_way(children: list[Text | Styled], open_: list[Styled], end: int) -> None:
    """A link is never divided: what ends within it ends before it, and begins again within it."""
    before = open_[-1].children if open_ else children
    _close(open_, [styled.end >= end for styled in open_])
    after = open_[-1].children if open_ else children
    last = before[-1] if before else None
    if after is not before and isinstance(last, Text) and not last.is_code:
        words = last.text.rstrip()
        space = last.text[len(words) :]
        last.text = words
        if not words:
            before.pop()
        if space:
            after.append(Text(space))


def _append(children: list[Text | Styled], segment: Segment) -> None:
    last = children[-1] if children else None
    if isinstance(last, Text) and not last.is_code and not segment.is_code:
        last.text += segment.text
    else:
        is_linked = any(style.kind == LINK for style in segment.styles)
        children.append(Text(segment.text, segment.is_code, is_linked))
