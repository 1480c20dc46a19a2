"""The exact bytes of a paste, raw and as a file."""

from urllib.parse import unquote

import pytest

BODIES = [
    "plain\n",
    "CRLF\r\nand\rCR",
    "\ufeffmarked",
    "Привет 🌍",
    "<script>alert(1)</script>",
    "\x1b[0m\x07",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("what", ["raw", "download"])
async def test_the_bytes_are_exactly_those_sent(alice, reader, body, what):
    post = await alice.publishes(body, "same")
    answer = await reader.get(f"/{post.url}/{what}")
    assert answer.status == 200
    assert answer.body == body.encode()


@pytest.mark.parametrize("what", ["raw", "download"])
async def test_a_browser_shows_them_as_text_and_runs_nothing(alice, reader, what):
    await alice.publishes("<script>alert(1)</script>", "page.html")
    answer = await reader.get(f"/alice/page.html/{what}")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Robots-Tag"] == "noindex"


async def test_a_raw_text_that_the_client_has_is_not_sent_again(alice, reader):
    post = await alice.publishes("text", "note")
    first = await reader.get(f"/{post.url}/raw")
    again = await reader.get(f"/{post.url}/raw", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=1"


async def test_a_text_of_many_megabytes_arrives_whole(alice, reader):
    body = "0123456789abcde\n" * 1_000_000
    post = await alice.publishes(body, "big.log")
    assert (await reader.get(f"/{post.url}/raw")).text == body


@pytest.mark.parametrize(
    ("title", "language", "name"),
    [
        ("main.py", None, "main.py"),
        ("Моя заметка", "text", "Моя заметка.txt"),
        ("Sorting", "python", "Sorting.py"),
        ("build", "make", "build.mak"),
        ("../../etc/passwd", "text", "_.._etc_passwd.txt"),
        ('a"b;c\\d', "text", "a_b;c_d.txt"),
        ("photo\u202egnp.exe", "text", "photognp.exe"),
        ("…", "text", "….txt"),
        ("???", "text", "_.txt"),
    ],
)
async def test_a_download_is_named_by_its_title(alice, reader, title, language, name):
    post = await alice.publishes("text", title, language)
    disposition = (await reader.get(f"/{post.url}/download")).headers["Content-Disposition"]
    kind, simple, extended = disposition.split("; ")
    assert kind == "attachment"
    assert simple.startswith(f'filename="{post.slug}')
    assert unquote(extended.removeprefix("filename*=UTF-8''")) == name


@pytest.mark.parametrize("what", ["raw", "download"])
async def test_a_deleted_paste_has_no_bytes(alice, reader, what):
    post = await alice.publishes("text", "gone")
    await alice.deletes(post)
    answer = await reader.get(f"/{post.url}/{what}")
    assert answer.status == 410
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
