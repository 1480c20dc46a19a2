"""Puts pieces of text into each other as HTML and Markdown want them: one within another, never across."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.formatting.segments import Segment, Style
from bot.formatting.spans import EMPHASES, LINK

# Of what begins and ends together, the first is outermost.
_RANKS: Final = {kind: rank for rank, kind in enumerate((LINK, *EMPHASES))}
_PARAGRAPH: Final = Style("paragraph")


@dataclass(slots=True)
class Text:
    """`pieces` are joined only in the end: a text may grow by a word a hundred thousand times."""

    pieces: list[str]
    is_code: bool = False
    is_linked: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True)
class Styled:
    """`end`: the number of the last segment that has the style too."""

    style: Style
    end: int
    children: list["Text | Styled"] = field(default_factory=list)


def nested(segments: Sequence[Segment]) -> list[Text | Styled]:
    paragraph = Styled(_PARAGRAPH, len(segments))
    open_ = [paragraph]
    for segment, ends in zip(segments, _ends(segments), strict=True):
        _close(open_, [styled is paragraph or styled.style in segment.styles for styled in open_])
        if not segment.is_blank:
            _open(open_, ends)
        _append(open_[-1].children, segment)
    return paragraph.children


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


def _open(open_: list[Styled], ends: dict[Style, int]) -> None:
    for style, end in ends.items():
        if style.kind == LINK and style not in [styled.style for styled in open_]:
            _make_way(open_, end)
    already = {styled.style for styled in open_}
    missing = [style for style in ends if style not in already]
    for style in sorted(missing, key=lambda style: (-ends[style], _RANKS[style.kind])):
        styled = Styled(style, ends[style])
        open_[-1].children.append(styled)
        open_.append(styled)


def _make_way(open_: list[Styled], end: int) -> None:
    """A link is never divided: what ends within it ends before it, and begins again within it."""
    innermost = open_[-1]
    _close(open_, [styled.end >= end for styled in open_])
    last = innermost.children[-1] if innermost.children else None
    if open_[-1] is not innermost and isinstance(last, Text) and not last.is_code:
        text = last.text
        words = text.rstrip()
        innermost.children[-1:] = [Text([words])] if words else []
        if text != words:
            open_[-1].children.append(Text([text[len(words) :]]))


def _append(children: list[Text | Styled], segment: Segment) -> None:
    last = children[-1] if children else None
    if isinstance(last, Text) and not last.is_code and not segment.is_code:
        last.pieces.append(segment.text)
    else:
        is_linked = any(style.kind == LINK for style in segment.styles)
        children.append(Text([segment.text], segment.is_code, is_linked))
