"""The parts of random requests: addresses, queries, methods and headers."""

from typing import Final

PASTES: Final = b"code.py note.md table.csv tree.json app.log two.diff long.py large.txt".split()
# Of which no text may ever be shown.
HIDDEN: Final = b"once private expired deleted none".split()
SLUGS: Final = (*PASTES, *HIDDEN, b"former")
UNDER: Final = (
    *(b"", b"", b"/raw", b"/download", b"/preview.png", b"/history", b"/history/1", b"/history/2"),
    *(b"/history/1/raw", b"/history/0", b"/history/999999999", b"/history/9999999999", b"/history/-1"),
    *(b"/", b"//", b"/.", b"/..", b"/raw/", b"/RAW", b"/unknown", b"/history/1/2/3", b"/history/%31"),
)
OTHER: Final = (
    *(b"/", b"/alice", b"/alice.atom", b"/ALICE", b"/nobody", b"/oembed", b"/robots.txt", b"/favicon.ico"),
    *(b"/healthz", b"/readyz", b"/static/page.000000000000.css", b"/static/", b"/alice/", b"//alice"),
    *(b"/.git/config", b"/wp-login.php", b"*", b"http://elsewhere.example/alice", b"//elsewhere.example/"),
)
QUERIES: Final = b"part view before after q key language page format url maxwidth maxheight %00 \xff".split()
VALUES: Final = (
    *(b"", b"0", b"1", b"2", b"-1", b"1e9", b"9" * 30, b"9" * 1_000, b"999999", b"source", b"split", b"text"),
    *(b"plain", b"en", b"ru", b"xx", b"%", b"%zz", b"%00", b"%ff%fe", b"%c0%ae", b"%ed%a0%80", b"\xff\xfe"),
    *(b"%0d%0aX-Evil:%20yes", b"'%20OR%201=1--", b"%25%5f%5c", b"{{7*7}}", b"<script>", b"%3Cscript%3E"),
    *("заметка".encode(), b"%D0%B7", b"a" * 3_000, b"a+" * 500, b"%22" * 300, b"&", b"&&==", b"[]"),
    *(b"%E2%80%AE",),
    *(b"https://paste.example/alice/code.py", b"https://paste.example/alice/once", b"javascript:alert(1)"),
    *(b"https://paste.example/alice/private", b"https://[", b"http://paste.example:99999/alice/x", b"//"),
    *(b"1." + b"a" * 64, b"99999999999." + b"a" * 64, b"1792000000." + b"%ff", b"..", b"1.", b"."),
    *(b"2026-11-24T00:00:00Z", b"2026-11-24T00:00:00+00:00_1", b"MjAyNg==", b"1_1", b"99999-01-01", b"null"),
)
METHODS: Final = (
    *(b"GET",) * 24,
    *(b"HEAD",) * 6,
    *(b"POST",) * 4,
    *b"PUT DELETE OPTIONS PATCH TRACE PROPFIND FROB get CONNECT MKCOL".split(),
)
NAMES: Final = (
    b"Range If-Range If-None-Match If-Match If-Modified-Since Accept Accept-Encoding Accept-Language"
    b" Cookie User-Agent Referer Origin Host Purpose Sec-Fetch-Dest X-Forwarded-For X-Forwarded-Host"
    b" Forwarded Accept-Charset Upgrade-Insecure-Requests Cache-Control Pragma TE Via Authorization"
    b" Connection X-HTTP-Method-Override"
).split()
SAID: Final = (
    *(b"", b"*", b"*/*", b"x", b'"', b'"x"', b'W/"x"', b'"x", "y', b"\xff\xfe", b"\x80", "ы".encode(), b"\t"),
    *(b"bytes=0-", b"bytes=0-0", b"bytes=-1", b"bytes=5-2", b"bytes=0-1,3-4", b"bytes=" + b"9" * 60 + b"-"),
    *(b"bytes=-" + b"9" * 40, b"bytes=a-b", b"lines=1-2", b"bytes", b"bytes=", b"bytes=\xd9\xa1-"),
    *(b"bytes= 1 - 2 ",),
    *(b"gzip", b"br", b"br;q=0", b"identity;q=0", b"*;q=0", b"gzip;q=nan"),
    *(b"gzip;q=1e400, br;q=-1", b";;;,,,"),
    *(b"ru", b"ru;q=0.5,en;q=", b"en-" * 300, b"xx, *;q=0", b"language=ru", b"language=\xff"),
    *(b"language=ru; language=en",),
    *(b"=;=;=", b"a=b; " * 300, b'a="\\', b"language", b"; ;", b"\x22\x5c", b"theme=" + b"x" * 2_000),
    *(b"Mon, 01 Jan 0001 00:00:00 GMT", b"Tue, 99 Foo 99999 99:99:99 XYZ", b"-1", b"1" * 100),
    *(b"null", b"keep-alive, x"),
    *(b"text/html;q=x", b"application/json", b"a/b;c=d;" * 100, b"elsewhere.example", b"http://["),
    *(b"a b", b"[::1]:x"),
    *(b"Mozilla/5.0 (compatible; Googlebot/2.1)", b"x" * 4_000, b"(" * 500, b"{{7*7}}"),
    *(b"../../../etc/passwd",),
)
