"""What the boxes of a list of tasks are called, for those who cannot see a tick."""

from typing import Final

from markupsafe import Markup

from kernel.phrases import Words

# As the sanitizer writes it; in sanitized HTML, no text and no attribute holds such a tag.
_BOX: Final = '<input type="checkbox" disabled=""'
_TICKED: Final = f'{_BOX} checked=""'


def boxes_named(article: Markup, words: Words) -> Markup:
    done, to_do = (f' aria-label="{name}"' for name in (words("task-done"), words("task-to-do")))
    html = str(article).replace(f"{_TICKED}>", f"{_TICKED}{done}>").replace(f"{_BOX}>", f"{_BOX}{to_do}>")
    return Markup(html)  # noqa: S704 - sanitized before, and the words are ours
