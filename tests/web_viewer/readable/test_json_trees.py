"""JSON as a tree."""

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_viewer.readable.json_trees import json_tree

ORDER = '{"id": 7, "paid": true, "items": [{"name": "Tea <b>", "price": 1.50}], "note": null}\n'


def words_of(markup: object) -> str:
    return unescape(re.sub(r"<[^>]+>", "", str(markup)))


def test_names_and_values_are_there_as_they_were_written():
    assert words_of(json_tree(ORDER)) == (
        '{4}"id": 7"paid": true"items": [1]0: {2}"name": "Tea <b>""price": 1.50"note": null'
    )


def test_what_is_deep_is_folded_at_first():
    assert str(json_tree('{"a": {"b": {"c": 1}}}')).count("<details open>") == 2
    assert str(json_tree('{"a": {"b": {"c": 1}}}')).count("<details>") == 1


def test_a_name_that_is_there_twice_is_shown_twice():
    assert words_of(json_tree('{"a": 1, "a": 2}')) == '{2}"a": 1"a": 2'


def test_what_is_empty_has_nothing_to_unfold():
    assert words_of(json_tree('{"a": [], "b": {}}')) == '{2}"a": []"b": {}'
    assert str(json_tree('{"a": [], "b": {}}')).count("<details") == 1


def test_half_a_letter_is_shown_by_its_number():
    assert '"\\ud800"' in words_of(json_tree(r'["\ud800"]'))
    str(json_tree(r'["\ud800"]')).encode()


@pytest.mark.parametrize(
    "text",
    ["", "{", "5", '"text"', "[" * 100_000, "[" * 150 + "]" * 150, f"[{'1,' * 30_000}1]", "[1] [2]"],
)
def test_what_is_no_tree_or_too_large_a_one_is_none(text):
    assert json_tree(text) is None


def test_digits_without_end_are_no_number_to_count_with():
    assert words_of(json_tree(f"[{'9' * 100_000}]")) == f"[1]0: {'9' * 100_000}"


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
