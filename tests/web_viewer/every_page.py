"""One page of every kind, with everything on it that can be there."""

from notifier.models import BotAddress
from posts.models import Terms
from tests.doors import bot_address_door
from tests.web_viewer.authors import Author
from tests.web_viewer.versions import FIRST, SECOND, THIRD

CODE = '''import re  # it

@dataclass(frozen=True)
class Greeting:
    """Says hello."""

    def to(self, name: str) -> str:
        return f"Hello, {name}!\\n" * 3 if re.match(r"\\w+", name) else None
'''
MARKDOWN = """# A title with `a_very_long_name_in_code_that_does_not_wrap_anywhere_at_all_on_a_phone`

Some **bold**, ~~old~~ and ==marked== words, `code`, ||a spoiler||, a [link](https://example.org).[^1]

- [ ] to do
- [x] done
  1. one

| left | right |
|------|------:|
| a    | `https://example.org/a/long/address` and `another_long_name_that_does_not_wrap` |

https://example.org/an/address/without/a/single/space/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on

```python
print("a line that is much longer than any phone is wide, and longer than the column on a desk, too, surely")
```

> [!WARNING]
> Mind the step.

> > > > A quotation in a quotation in a quotation, with ||a spoiler that is long enough||.

<details><summary>More</summary>

Folded.

</details>

## Another

[^1]: A footnote.
"""
LETTER = "Dear all,\n\nWe meet on Friday, in the garden, or else in the house.\n\nYours, Alice\n"
# Every kind of page: what is on it at most.
PAGES = {
    "landing": "/",
    "profile": "/alice",
    "found": "/alice?q=garden",
    "found nothing": "/alice?q=unheard",
    "code": "/alice/f.py",
    "lines": "/alice/code.py#L2-L5",
    "prose": "/alice/letter",
    "right to left": "/alice/ivrit",
    "markdown": "/alice/note.md",
    "source": "/alice/note.md?view=source",
    "history": "/alice/f.py/history",
    "changes": "/alice/f.py/history/3",
    "side by side": "/alice/f.py/history/3?view=split",
    "old text": "/alice/f.py/history/2?view=text",
    "long": "/alice/long.py",
    "long changes": "/alice/long.py/history/2",
    "long side by side": "/alice/long.py/history/2?view=split",
    "once": "/alice/once",
    "unknown": "/nobody",
    "deleted": "/alice/gone",
}


async def publish_everything(alice: Author) -> None:
    await alice.revises(await alice.publishes(FIRST, "f.py"), SECOND, THIRD)
    await bot_address_door(alice.house.sessions).save(BotAddress("a_bot", "https://t.me/a_bot"))
    await alice.publishes(CODE, "code.py")
    long = "x" * 3_000 + " = 1\n\t" + "words " * 300 + "\n"
    await alice.revises(await alice.publishes(long, "long.py"), long + "y" * 300, long.replace("words", "w"))
    for title in ("W" * 118, "Недостопримечательность " * 5):
        await alice.publishes("text", title)
    await alice.publishes(LETTER, "letter")
    await alice.publishes("שלום לכולם\nmixed עברית text\n", "ivrit")
    await alice.publishes(MARKDOWN, "note.md")
    await alice.publishes("secret", "once", terms=Terms(burn_after_read=True))
    await alice.deletes(await alice.publishes("gone", "gone"))
