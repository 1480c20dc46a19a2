"""Redirects to the canonical path."""


async def test_another_spelling_is_redirected(reader):
    for typed, right in (
        ("/Alice", "/alice"),
        ("/alice/", "/alice"),
        ("/ALICE/Main.py", "/alice/main.py"),
        ("/alice/main.py/", "/alice/main.py"),
        ("/Alice/main.py/raw", "/alice/main.py/raw"),
        ("/alice/main.py/download///", "/alice/main.py/download"),
        ("/Alice/main.py/History", "/alice/main.py/history"),
        ("/alice/main.py/history/12/", "/alice/main.py/history/12"),
        ("/alice/Main.py/history/12/RAW", "/alice/main.py/history/12/raw"),
        ("/Alice/main.py/history?page=2&key=1.a", "/alice/main.py/history?page=2&key=1.a"),
        ("/Alice?page=2", "/alice?page=2"),
        ("/Alice?a=%0d%0aX:1", "/alice?a=%0D%0AX:1"),
    ):
        answer = await reader.get(typed)
        assert answer.status == 301, typed
        assert answer.headers["Location"].upper() == right.upper()
        assert answer.headers["Location"].startswith(right[:7])


async def test_the_redirect_leads_to_the_page(alice, reader):
    await alice.publishes("print()", "main.py")
    moved = await reader.get("/Alice/MAIN.py/")
    assert (await reader.get(moved.headers["Location"])).listing == "print()"


async def test_nobody_is_sent_elsewhere(reader):
    for path in (
        "//evil.example/",
        "//evil/",
        "/\\evil.example/",
        "/alice//main.py/",
        "/http://evil/",
        "/%C4%B0stanbul/",
        "/x/",
        "/Alice/main.py/history/0",
        "/Alice/main.py/history/x/",
        "/Alice/main.py/history/1/download",
    ):
        answer = await reader.get(path)
        assert answer.status == 404, path
        assert "Location" not in answer.headers, path
