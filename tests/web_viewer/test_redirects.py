"""Redirects to the canonical path, and from an old address to the new one until another paste takes it."""

from posts.models import Terms, Visibility


async def test_another_spelling_is_redirected(alice, reader):
    for typed, right in {
        "/Alice": "/alice",
        "/alice/": "/alice",
        "/ALICE/Main.py": "/alice/main.py",
        "/alice/main.py/": "/alice/main.py",
        "/Alice/main.py/raw": "/alice/main.py/raw",
        "/alice/main.py/download///": "/alice/main.py/download",
        "/Alice/main.py/Preview.PNG/": "/alice/main.py/preview.png",
        "/Alice.ATOM": "/alice.atom",
        "/Alice/main.py/History": "/alice/main.py/history",
        "/alice/main.py/history/12/": "/alice/main.py/history/12",
        "/alice/Main.py/history/12/RAW": "/alice/main.py/history/12/raw",
        "/Alice/main.py/history?page=2&key=1.a": "/alice/main.py/history?page=2&key=1.a",
        "/Alice?page=2": "/alice?page=2",
        "/Alice?a=%0d%0aX:1": "/alice?a=%0D%0AX:1",
    }.items():
        answer = await reader.get(typed)
        assert answer.status == 301, typed
        assert answer.headers["Location"].upper() == right.upper()
        assert answer.headers["Location"].startswith(right[:7])
    await alice.publishes("print()", "main.py")
    moved = await reader.get("/Alice/MAIN.py/")
    assert (await reader.get(moved.headers["Location"])).listing == "print()"


async def test_no_address_redirects_to_another_site(reader):
    elsewhere = r"//evil.example/ //evil/ /\evil.example/ /alice//main.py/ /http://evil/ /%C4%B0stanbul/ /x/"
    history = "/Alice/main.py/history/0 /Alice/main.py/history/x/ /Alice/main.py/history/1/download"
    for path in (*elsewhere.split(), *history.split()):
        answer = await reader.get(path)
        assert answer.status == 404, path
        assert "Location" not in answer.headers, path


async def test_all_under_an_old_address_redirects_to_the_last_one(alice, reader):
    old = await alice.publishes("text", "first name")
    assert (await reader.get(f"/{old.url}")).status == 200  # it is cached
    middle = await alice.renames(old, "second name")
    new = await alice.renames(middle, "third name")
    for post in (old, middle):
        for under in (
            *("", "/raw", "/download", "/history", "/history/1", "/history/1/raw", "?view=source&a=%0d"),
            *("/raw?a=b", "/history/1?view=split", "/preview.png?revision=1"),
        ):
            moved = await reader.get(f"/{post.url}{under}")
            assert (moved.status, moved.headers["Cache-Control"]) == (301, "no-cache")
            assert moved.headers["Location"].lower() == f"/{new.url}{under}".lower()
            assert (await reader.get(moved.headers["Location"])).status == 200


async def test_a_new_paste_at_an_old_address_is_shown(alice, reader):
    old = await alice.publishes("old text", "note")
    await reader.get(f"/{old.url}")
    await alice.renames(old, "letter")
    right = await reader.get("/Alice/NOTE/raw/")
    assert right.headers["Location"] == "/alice/note/raw"
    for spelling in ("/alice/note/raw", "/alice/%6Eote/raw"):
        assert (await reader.get(spelling)).headers["Location"] == "/alice/letter/raw"
    new = await alice.publishes("new text", "note")
    assert new.url == old.url
    assert (await reader.get(f"/{new.url}")).listing == "new text"


async def test_the_new_address_of_a_hidden_paste_is_not_revealed(alice, reader):
    unlisted, private = await alice.publishes("text", "note"), await alice.publishes("text", "diary")
    await alice.makes(unlisted, Visibility.UNLISTED)
    await alice.makes(await alice.renames(private, "letter"), Visibility.PRIVATE)
    for post in (unlisted, private):
        answer = await reader.get(f"/{post.url}")
        assert answer.status == 404
        assert "Location" not in answer.headers


async def test_a_post_request_to_an_old_address_opens_nothing_and_is_redirected(alice, reader):
    old = await alice.publishes("text", "note", terms=Terms(burn_after_read=True))
    new = await alice.renames(old, "letter")
    moved = await reader.presses(f"/{old.url}")
    assert (moved.status, moved.headers["Location"]) == (301, f"/{new.url}")
    assert (await reader.presses(f"/{new.url}")).listing == "text"
