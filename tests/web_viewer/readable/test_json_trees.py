"""JSON as a tree."""

import json
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from web_viewer.readable.json_trees import json_tree

ORDER = '{"id": 7, "paid": true, "items": [{"name": "Tea <b>", "price": 1.50}], "note": null}\n'


def words_of(markup: object) -> str:
    return unescape(re.sub(r"<[^>]+>", "", str(markup)))


def test_names_and_values_are_shown_as_they_were_written():
    for text, words in {
        ORDER: '{4}"id": 7"paid": true"items": [1]0: {2}"name": "Tea <b>""price": 1.50"note": null',
        '{"a": 1, "a": 2}': '{2}"a": 1"a": 2',
        '{"a": [], "b": {}}': '{2}"a": []"b": {}',
        f"[{'9' * 100_000}]": f"[1]0: {'9' * 100_000}",
        r'["\ud800"]': r'[1]0: "\ud800"',
    }.items():
        assert words_of(json_tree(text)) == words
        str(json_tree(text)).encode()


def test_only_the_first_two_levels_are_unfolded():
    for text, opened, folded in (('{"a": {"b": {"c": 1}}}', 2, 1), ('{"a": [], "b": {}}', 1, 0)):
        assert str(json_tree(text)).count("<details open>") == opened
        assert str(json_tree(text)).count("<details>") == folded


def test_a_text_that_is_no_tree_or_too_large_has_none():
    large = ("[" * 100_000, "[" * 150 + "]" * 150, f"[{'1,' * 30_000}1]")
    for text in ("", "{", "5", '"text"', "[1] [2]", *large):
        assert json_tree(text) is None, text[:9]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.lists(_VALUES) | st.dictionaries(st.text(), _VALUES))
def test_every_json_is_a_tree(value):
    assert str(json_tree(json.dumps(value))).startswith('<ul class="tree">')


async def test_a_tree_has_its_source_beside_it(alice, reader):
    post = await alice.publishes(ORDER, "order.json")
    page = await reader.get(f"/{post.url}")
    assert '<ul class="tree">' in page.text
    assert "<b>" not in page.text
    assert (await reader.get(f"/{post.url}?view=source")).listing == ORDER
