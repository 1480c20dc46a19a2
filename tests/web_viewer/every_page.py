"""One page of every kind, with all on it that can be."""

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
MARKDOWN = """# A title

Some **bold**, ~~old~~ and ==marked== words, `code`, ||a spoiler||, a [link](https://example.org).[^1]

- [ ] to do
- [x] done
  1. one

| left | right |
|------|------:|
| a    | 1     |

```python
print("a line that is much longer than any phone is wide, and longer than the column on a desk, too, surely")
```

> [!WARNING]
> Mind the step.

> Somebody said this.

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
    "once": "/alice/once",
    "unknown": "/nobody",
    "deleted": "/alice/gone",
}


async def publish_everything(alice: Author) -> None:
    await alice.revises(await alice.publishes(FIRST, "f.py"), SECOND, THIRD)
    await bot_address_door(alice.house.sessions).save(BotAddress("a_bot", "https://t.me/a_bot"))
    await alice.publishes(CODE, "code.py")
    await alice.publishes("x" * 3_000 + " = 1\n\t" + "words " * 300 + "\n", "long.py")
    await alice.publishes(LETTER, "letter")
    await alice.publishes("שלום לכולם\nmixed עברית text\n", "ivrit")
    await alice.publishes(MARKDOWN, "note.md")
    await alice.publishes("secret", "once", terms=Terms(burn_after_read=True))
    await alice.deletes(await alice.publishes("gone", "gone"))
