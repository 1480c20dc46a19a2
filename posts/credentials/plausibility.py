"""Tells a secret from what merely stands in its place."""

import re
from collections.abc import Callable
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.encoded import is_basic_pair, is_bot_id, is_json_token, is_key_body
from posts.credentials.placeholders import is_dummy, is_placeholder
from posts.credentials.values import is_password, is_random, is_url_password

# What everybody may see though the library has rules for it, and addresses, for which we have a rule.
_IGNORED: Final = re.compile(
    r"(?:client|access|api)-id(?:\.\d)?$|-pub(?:lic)?-|(?:client|mobile)-sdk-key$|project-api-key$|"
    r"flag-client-token$|mail-address|mongodb-connection|sensitive-url|(?:bitbucket|codecommit|codecatalyst)cred"
)
_PUBLIC_NAME: Final = re.compile(
    r"(?i)csrf|xsrf|page|next|prev|sync|cursor|continu|public|publish|pubkey|captcha|site_?key|idempot|cache|nonce|"
    r"unk_|pad_|mask_|eos_|bos_|digest|checksum|etag"
)
_UUID: Final = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SECRET_NAME: Final = re.compile(r"(?i)api|secret|access|private")
# In a picture there is everything somewhere: so much Base64 around it, in bytes, and it is a part of one.
_PICTURE: Final = 40
_BASE64_BEFORE: Final = re.compile(rb"[A-Za-z0-9+/]+\Z")
_BASE64_AFTER: Final = re.compile(rb"[A-Za-z0-9+/]+")


def is_secret(candidate: Candidate) -> bool:
    return _JUDGES.get(candidate.rule, _has_form)(candidate)


def _has_form(candidate: Candidate) -> bool:
    if _IGNORED.search(candidate.rule) or is_dummy(candidate.secret):
        return False
    return candidate.decoded or not _is_within_picture(candidate)


def _is_within_picture(candidate: Candidate) -> bool:
    data, start, end = candidate.data, candidate.start, candidate.end
    before = _BASE64_BEFORE.search(data, max(start - _PICTURE, 0), start)
    after = _BASE64_AFTER.match(data, end, end + _PICTURE)
    return sum(len(around[0]) for around in (before, after) if around) >= _PICTURE


def _is_key(candidate: Candidate) -> bool:
    """Not its header alone, of which programs and explanations talk."""
    body = candidate.match.partition("PRIVATE KEY")[2].encode()
    return candidate.decoded or is_key_body(body + candidate.following(1000))


def _is_putty_key(candidate: Candidate) -> bool:
    return b"Private-Lines:" in candidate.following(4000)


def _is_bot_token(candidate: Candidate) -> bool:
    return not is_dummy(candidate.secret.partition(":")[2])


def _is_of_url(candidate: Candidate) -> bool:
    return is_url_password(candidate.key, candidate.match)


def _is_of_curl(candidate: Candidate) -> bool:
    user, _, password = candidate.match.strip("\"'").partition(":")
    return is_url_password(user, password)


def _is_named_password(candidate: Candidate) -> bool:
    return _is_value(candidate) and is_password(candidate.secret, quoted=candidate.quoted)


def _is_named_token(candidate: Candidate) -> bool:
    if not _is_value(candidate) or _PUBLIC_NAME.search(candidate.key):
        return False
    if _UUID.fullmatch(candidate.secret) and not _SECRET_NAME.search(candidate.key):
        return False  # more often the number of a request or of a session
    return is_random(candidate.secret, quoted=candidate.quoted) and not is_placeholder(candidate.secret)


def _is_value(candidate: Candidate) -> bool:
    """Whether it belongs to its name, and is not a piece of a program that comes after it."""
    gap = candidate.gap
    if gap.endswith(","):  # `define('DB_PASSWORD', '…')` of PHP; all else is a list
        return candidate.quoted and candidate.key.isupper()
    if gap.endswith(">") and not gap.endswith("=>"):
        return candidate.following(2) == b"</"
    return candidate.quoted or not gap.endswith("(")


def _is_spoken_password(candidate: Candidate) -> bool:
    return is_password(candidate.match, quoted=False)


def _is_random_token(candidate: Candidate) -> bool:
    return is_random(candidate.match, quoted=True) and not is_placeholder(candidate.match)


_JUDGES: Final[dict[str, Callable[[Candidate], bool]]] = {
    "betterleaks.curl-auth-header": _is_random_token,
    "betterleaks.curl-auth-user": _is_of_curl,
    "betterleaks.jwt": lambda candidate: is_json_token(candidate.match),
    "betterleaks.private-key": _is_key,
    "betterleaks.telegram-bot-api-token": _is_bot_token,
    "postebin.ai-key.any": _is_random_token,
    "postebin.discord-token.bot": lambda candidate: is_bot_id(candidate.match),
    "postebin.generic-token.cookie": _is_random_token,
    "postebin.generic-token.header": _is_random_token,
    "postebin.generic-token.named": _is_named_token,
    "postebin.generic-token.repository": _is_random_token,
    "postebin.generic-token.spoken": _is_random_token,
    "postebin.jwt.any": lambda candidate: is_json_token(candidate.match),
    "postebin.password.basic": lambda candidate: is_basic_pair(candidate.match),
    "postebin.password.command": _is_spoken_password,
    "postebin.password.line": _is_spoken_password,
    "postebin.password.named": _is_named_password,
    "postebin.password.spoken": _is_spoken_password,
    "postebin.private-key.pem": _is_key,
    "postebin.private-key.putty": _is_putty_key,
    "postebin.telegram-token.bot": _is_bot_token,
    "postebin.url-password.any": _is_of_url,
    "postebin.url-password.dsn": _is_of_url,
    "postebin.url-password.vpn": lambda candidate: not is_placeholder(candidate.match),
}
