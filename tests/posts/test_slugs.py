"""Addresses made of titles."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from posts.titles import slug_of, with_suffix

_FORM = re.compile(r"[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Моя заметка", "moia-zametka"),
        ("Main.PY", "main.py"),
        ("my_module.test.ts", "my_module.test.ts"),
        ("Crème brûlée", "creme-brulee"),
        ("日本語", "ri-ben-yu"),
        ("C++ & Rust", "c-rust"),
        ("../../etc/passwd", "etc-passwd"),
        ("a..b", "a.b"),
        (".bashrc", "bashrc"),
        ("what. ever", "what-ever"),
        ("50% off!", "50-off"),
        ("🎉", "paste"),
        ("...", "paste"),
        ("", "paste"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("%00", "00"),
    ],
)
def test_a_slug_is_near_its_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_long_title_keeps_its_extension() -> None:
    assert slug_of("x" * 200 + ".py") == "x" * 61 + ".py"


@given(title=some.text() | some.text("aZ0._-/ é", max_size=100))
@example(title="&#99999999999999999999;&#x110000;")
@example(title=".py")
@example(title="a" * 63 + "-b.py")
def test_every_slug_can_be_an_address(title: str) -> None:
    slug = slug_of(title)
    assert _FORM.fullmatch(slug)
    assert ".." not in slug


@given(title=some.text(), number=some.integers(2, 10**9))
@example(title="a" * 200, number=1000)
def test_every_numbered_slug_can_be_one_too(title: str, number: int) -> None:
    slug = with_suffix(slug_of(title), str(number))
    assert _FORM.fullmatch(slug)
    assert str(number) in slug


@pytest.mark.parametrize(
    ("slug", "second"),
    [("note", "note-2"), ("main.py", "main-2.py"), ("a.tar.gz", "a.tar-2.gz"), ("x" * 64, "x" * 62 + "-2")],
)
def test_the_number_stands_before_the_extension(slug: str, second: str) -> None:
    assert with_suffix(slug_of(slug), "2") == second
