"""Security headers."""

from posts.models import Terms
from tests.web_viewer.reader import Answer

_EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Server": "Postebin",
    "X-Content-Type-Options": "nosniff",
}


def directives(answer: Answer) -> dict[str, str]:
    policy = answer.headers["Content-Security-Policy"]
    return dict((directive.strip() + " ").split(" ", 1) for directive in policy.split(";"))


def has_security_headers(answer: Answer, **others: str) -> bool:
    expected = _EXPECTED | {name.replace("_", "-"): value for name, value in others.items()}
    assert {name: answer.headers[name] for name in expected} == expected
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    return directives(answer)["default-src"].strip() == "'none'"


async def test_every_response_has_security_headers(alice, reader):
    await alice.publishes("text", "note")
    await alice.publishes("text", "once", terms=Terms(burn_after_read=True))
    for path in (
        *("/", "/alice", "/alice/note", "/alice/note/raw", "/alice/note/download", "/Alice/note"),
        *("/alice/note/history", "/alice/note/history/1", "/alice/note/history/1/raw"),
        *("/alice/once/raw", "/alice/once/history"),
        *("/nobody", "/alice/none", "/a/b/c/d", "/robots.txt", "/favicon.ico", "/healthz", "/readyz"),
    ):
        assert has_security_headers(await reader.get(path)), path
    assert has_security_headers(await reader.get("/alice/once"), Referrer_Policy="same-origin")
    tag = (await reader.get("/alice/note")).headers["ETag"]
    for answer, status in (
        (await reader.get("/alice/note", If_None_Match=tag), 304),
        (await reader.get("/", Expect="the-unexpected"), 417),
        (await reader.asks("POST", "/"), 405),
    ):
        assert answer.status == status
        assert has_security_headers(answer)
    for what in ("", "/raw", "/download"):
        once = (await alice.publishes("text", "once", terms=Terms(burn_after_read=True))).slug
        for site, paste, status in (
            *(("cross-site", paste, 403) for paste in (once, "note", "none")),
            *(("same-origin", once, 200), ("same-origin", "note", 303), ("same-origin", "none", 404)),
        ):
            answer = await reader.presses(f"/alice/{paste}{what}", Sec_Fetch_Site=site)
            assert answer.status == status, (paste, site)
            assert has_security_headers(answer), (paste, site)


async def test_pages_run_only_our_own_scripts_and_styles(alice, reader):
    await alice.publishes("print()", "note.py")
    page = await reader.get("/alice/note.py")
    assert directives(page) == {
        "default-src": "'none' ",
        "style-src": "'self' ",
        "script-src": "'self' ",
        "connect-src": "'self' ",
        "img-src": "'self' data: ",
        "base-uri": "'none' ",
        "form-action": "'self' ",
        "frame-ancestors": "'none' ",
        "require-trusted-types-for": "'script' ",
        "trusted-types": "'none' ",
    }


_TOO_MUCH = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:", "data:", "blob:")


async def test_the_policy_lets_nothing_in(alice, reader):
    """The CSP Evaluator rates foreign scripts, plugins and base addresses as high risks."""
    await alice.publishes("text", "note")
    for path in ("/", "/alice", "/alice/note", "/alice/note/raw", "/alice.atom", "/nobody"):
        policy = directives(await reader.get(path))
        for name in ("script-src", "object-src", "base-uri", "style-src"):
            # `base-uri` has no fallback, but where nothing runs, no address leads anywhere.
            allowed = policy.get(name, policy["default-src"]).split()
            assert not set(allowed) & set(_TOO_MUCH), path
            assert allowed in (["'none'"], ["'self'"]), path
        assert "base-uri" in policy or "sandbox" in policy, path
        assert policy["frame-ancestors"].strip() == "'none'", path
