"""Judges candidates: tells secrets from placeholders, programs and prose."""

import re
from collections.abc import Callable
from typing import Final

from posts.credentials.adjacent_users import is_word_beside_user
from posts.credentials.candidates import Candidate
from posts.credentials.encoded import is_basic_pair, is_bot_id, is_json_token, is_key_body
from posts.credentials.placeholders import is_instruction, is_masked, is_placeholder, is_template
from posts.credentials.url_passwords import (
    is_password_in_curl_command,
    is_password_in_dsn,
    is_password_in_oracle_address,
    is_password_in_url,
    is_password_in_url_with_slash,
)
from posts.credentials.values import (
    is_letters_only,
    is_passphrase,
    is_password,
    is_random,
)

# Rules of the library for public values, and for addresses, for which there is a rule of our own.
_IGNORED: Final = re.compile(
    r"(?:client|access|api)-id(?:\.\d)?$|-pub(?:lic)?-|(?:client|mobile)-sdk-key$|project-api-key$|"
    r"flag-client-token$|curl-auth-user|mail-address|mongodb-connection|sensitive-url|"
    r"(?:bitbucket|codecommit|codecatalyst)cred"
)
_PUBLIC_NAME: Final = re.compile(
    r"(?i)csrf|xsrf|page|next(?!_?auth)|prev|sync|cursor|continu|public|publish|pubkey|captcha|site_?key|idempot|cache|nonce|"
    r"unk_|pad_|mask_|eos_|bos_|digest|checksum|etag"
)
_UUID: Final = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SECRET_NAME: Final = re.compile(r"(?i)api|secret|access|private|auth_?token")
_ENVIRONMENT_VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9_]*")
_NOT_CODE: Final = re.compile(r"[^\w.()\[\]'\"-]")  # characters that a program does not have in braces
_FILE: Final = re.compile(r"\.[a-z]{2,4}\d?$|[~/$#>]$")
_MIN_WALLET_WORDS: Final = 10  # different ones
_URL_PARAMETER: Final = (b"?", b"&")
# A picture in Base64 matches any format by chance. With so much Base64 around it, a match is a part of one.
_PICTURE_BYTES: Final = 40
_BASE64_BEFORE: Final = re.compile(rb"[A-Za-z0-9+/]+\Z")
_BASE64_AFTER: Final = re.compile(rb"[A-Za-z0-9+/]+")


def is_secret(candidate: Candidate) -> bool:
    """Tell whether a candidate is a credential, by the check for its rule."""
    return _CHECKS.get(candidate.rule, _is_unmasked)(candidate)


def _is_unmasked(candidate: Candidate) -> bool:
    if _IGNORED.search(candidate.rule) or is_masked(candidate.secret):
        return False
    return candidate.decoded or not _is_within_picture(candidate)


def _is_within_picture(candidate: Candidate) -> bool:
    data, start, end = candidate.data, candidate.start, candidate.end
    before = _BASE64_BEFORE.search(data, max(start - _PICTURE_BYTES, 0), start)
    after = _BASE64_AFTER.match(data, end, end + _PICTURE_BYTES)
    return sum(len(around[0]) for around in (before, after) if around) >= _PICTURE_BYTES


def _is_private_key(candidate: Candidate) -> bool:
    # Programs and documentation have the header alone.
    body = candidate.match.partition("PRIVATE KEY")[2].encode()
    return candidate.decoded or is_key_body(body + candidate.following(1000))


def _is_putty_key(candidate: Candidate) -> bool:
    return b"Private-Lines:" in candidate.following(4000)


def _is_bot_token(candidate: Candidate) -> bool:
    token = candidate.secret.partition(":")[2]
    return not is_masked(token) and (token.startswith("AA") or is_random(token, quoted=True))


def _is_named_password(candidate: Candidate) -> bool:
    if not _is_value(candidate):
        return False
    if candidate.gap == "=" and candidate.preceding(1 + len(candidate.key)) in _URL_PARAMETER:
        return not is_template(candidate.secret) and not is_instruction(candidate.secret)
    if candidate.gap != ">" and candidate.gap.endswith(">") and is_placeholder(candidate.secret):
        return False  # `<label for="password">Password2</label>`
    is_set = candidate.gap == "=" and bool(_ENVIRONMENT_VARIABLE.fullmatch(candidate.key))
    is_value = candidate.quoted or is_set or candidate.gap == ">" or not candidate.key.isascii()
    if is_value and is_passphrase(candidate.secret):
        return True
    if is_word_beside_user(candidate):
        return True
    return is_password(candidate.secret, quoted=is_value) or (is_set and is_letters_only(candidate.secret))


def _is_named_token(candidate: Candidate) -> bool:
    if not _is_value(candidate) or _PUBLIC_NAME.search(candidate.key):
        return False
    if _UUID.fullmatch(candidate.secret) and not _has_secret_name(candidate):
        return False  # most are ids of requests or sessions
    return is_random(candidate.secret, quoted=candidate.quoted) and not is_placeholder(candidate.secret)


def _has_secret_name(candidate: Candidate) -> bool:
    is_set = candidate.gap == "=" and bool(_ENVIRONMENT_VARIABLE.fullmatch(candidate.key))
    return is_set or bool(_SECRET_NAME.search(candidate.key))


def _is_value(candidate: Candidate) -> bool:
    """Tell whether the value belongs to its name, and is not just code that follows it."""
    gap = candidate.gap
    if gap.endswith(","):  # PHP: `define('DB_PASSWORD', '…')`; otherwise it is a list
        return candidate.quoted and candidate.key.isupper()
    if gap.endswith(">") and not gap.endswith("=>"):
        return candidate.following(2) == b"</"
    return candidate.quoted or not gap.endswith("(")


def _is_spoken_password(candidate: Candidate) -> bool:
    return is_password(candidate.match, quoted=True) or is_passphrase(candidate.match)


def _is_password_in_list(candidate: Candidate) -> bool:
    # `anna@mail.ru:…` is a login, `git@company.com:app2.git` a file on a host.
    return not _FILE.search(candidate.match) and _is_spoken_password(candidate)


def _is_not_template(candidate: Candidate) -> bool:
    # In a netrc file, for example, the place allows nothing but a password.
    return not is_template(candidate.match)


def _is_password_in_braces(candidate: Candidate) -> bool:
    return bool(_NOT_CODE.search(candidate.match)) and is_password(candidate.match, quoted=True)


def _are_words_of_a_wallet(candidate: Candidate) -> bool:
    return len(set(candidate.match.split())) >= _MIN_WALLET_WORDS


def _is_random_token(candidate: Candidate) -> bool:
    return is_random(candidate.match, quoted=True) and not is_placeholder(candidate.match)


_CHECKS: Final[dict[str, Callable[[Candidate], bool]]] = {
    "betterleaks.curl-auth-header": _is_random_token,
    "betterleaks.jwt": lambda candidate: is_json_token(candidate.match),
    "betterleaks.private-key": _is_private_key,
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
    "postebin.password.braces": _is_password_in_braces,
    "postebin.password.curl": is_password_in_curl_command,
    "postebin.password.element": _is_spoken_password,
    "postebin.password.groups": lambda candidate: not is_placeholder(candidate.match),
    "postebin.password.line": _is_spoken_password,
    "postebin.password.list": _is_password_in_list,
    "postebin.password.named": _is_named_password,
    "postebin.password.netrc": _is_not_template,
    "postebin.password.pair": _is_spoken_password,
    "postebin.password.piped": _is_spoken_password,
    "postebin.password.wireless": _is_not_template,
    "postebin.password.spoken": _is_spoken_password,
    "postebin.private-key.pem": _is_private_key,
    "postebin.private-key.putty": _is_putty_key,
    "postebin.private-key.words": _are_words_of_a_wallet,
    "postebin.telegram-token.bot": _is_bot_token,
    "postebin.url-password.any": is_password_in_url,
    "postebin.url-password.dsn": is_password_in_dsn,
    "postebin.url-password.oracle": is_password_in_oracle_address,
    "postebin.url-password.slash": is_password_in_url_with_slash,
    "postebin.url-password.vpn": lambda candidate: not is_placeholder(candidate.match),
}
