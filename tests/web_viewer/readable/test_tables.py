"""Comma-separated values as a table."""

from hypothesis import given
from hypothesis import strategies as st

from web_viewer.readable.tables import csv_table

PRICES = 'name,price\n"Tea, green",1.50\nMilk,2\n'


def test_the_first_row_is_the_head_and_numbers_stand_at_the_right():
    assert csv_table(PRICES) == (
        '<div class="wide data" tabindex="0"><table><thead><tr><th>name</th><th class="right">price</th></tr>'
        "</thead><tbody>"
        '<tr><td>Tea, green</td><td class="right">1.50</td></tr>'
        '<tr><td>Milk</td><td class="right">2</td></tr></tbody></table></div>'
    )


def test_separators_rows_and_columns_are_recognized():
    numbers = '<th class="right">a</th><th class="right">b</th>'
    for text, part in (
        *((text, numbers) for text in ("a;b\n1;2\n", "a\tb\n1\t2\n", "a|b\n1|2", "a,b\r\n1,2\r\n")),
        ("a,b\n1\n", '<tr><td class="right">1</td><td></td></tr>'),
        ("a,b\n", "<tr><th>a</th><th>b</th></tr></thead><tbody></tbody>"),
    ):
        assert part in str(csv_table(text)), text
    for head in ("a", "1", ""):  # not all below it are numbers
        assert str(csv_table(f"{head},b\n1,2\n-,3\n")).count('<th class="right">') == 1
        assert '<th class="right">b</th>' in str(csv_table(f"{head},b\n,2\nx,\n"))
    # Only a line feed or a carriage return ends a row.
    for odd in "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e":
        assert f"<td>one{odd}two</td>" in str(csv_table(f"name,size\none{odd}two,3\n"))


def test_markup_is_escaped():
    assert "<script>" not in str(csv_table("<script>,b\n</td><script>alert(1)</script>,2\n"))


def test_a_text_that_is_no_table_or_too_large_has_none():
    for text in ("", "\n", "one\ntwo\n", "a,b\n" * 20_000, "a," * 300, 'a,"' + "x" * 140_000):
        assert csv_table(text) is None, text[:9]


@given(st.text(st.sampled_from('a1,;\t"\n\r\0é🌍<')))
def test_every_text_gives_a_table_or_none(text):
    found = csv_table(text)
    assert found is None or found.startswith("<div")


async def test_a_table_has_its_source_beside_it(alice, reader):
    post = await alice.publishes(PRICES, "prices.csv")
    page = await reader.get(f"/{post.url}")
    assert '<th class="right">price</th>' in page.text
    assert f'href="/{post.url}?view=source"' in page.text
    assert (await reader.get(f"/{post.url}?view=source")).listing == PRICES


async def test_lines_within_a_cell_stay_lines(alice, desk):
    post = await alice.publishes('name,note\ntea,"one\ntwo"\n', "notes.csv")
    await desk.goto(f"/{post.url}")
    assert await desk.locator("td").last.inner_text() == "one\ntwo"


async def test_a_file_that_is_no_table_is_shown_as_it_is(alice, reader):
    post = await alice.publishes("just words\n", "odd.csv")
    page = await reader.get(f"/{post.url}")
    assert page.listing == "just words\n"
    assert "can’t be formatted" in page.words
