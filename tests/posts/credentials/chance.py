"""Random credentials. None is in this repository: each is made when it is needed."""

import base64
import json
import re
import string
from random import Random
from typing import Final

WORD: Final = string.ascii_letters + string.digits
ALPHABETS: Final = {
    "word": WORD,
    "letters": string.ascii_letters,
    "digits": string.digits,
    "hex": "0123456789abcdef",
    "url": WORD + "-_",
    "base64": WORD + "+/",
    "base32": string.ascii_uppercase + "234567",
    "bech32": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}
WORN: Final = (
    "hunter2 Qwerty123 admin123 P4ssw0rd! Sup3rS3cret! letmein1 s3cr3tP4ss P@ssw0rd123 SuperSecret123 "
    "secret99"
).split()
_PART: Final = re.compile(r"«(\w+) ?([^»]*)»")


class Chance(Random):
    """Fills templates in: `ghp_«word 36»`, `postgres://app:«password»@db`."""

    def fill(self, template: str) -> str:
        return _PART.sub(lambda part: self._part(part[1], part[2]), template)

    def _part(self, name: str, argument: str) -> str:
        if name in ALPHABETS:
            return self.text(int(argument), ALPHABETS[name])
        made: str = getattr(self, name)(*([argument] if argument else []))
        return made

    def text(self, length: int, alphabet: str = WORD) -> str:
        return "".join(self.choices(alphabet, k=length))

    def number(self, length: str) -> str:
        return self.choice("123456789") + self.text(int(length) - 1, string.digits)

    def uuid(self) -> str:
        return "-".join(self.text(length, ALPHABETS["hex"]) for length in (8, 4, 4, 4, 12))

    def password(self) -> str:
        """Return characters of every kind, but none that ends a string, a line or a part of a URL."""
        sorts = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!#*+=?^~-_.")
        signs = [self.choice(sort) for sort in sorts] + self.choices(WORD, k=self.randint(6, 16))
        self.shuffle(signs)
        return self.choice(string.ascii_letters) + "".join(signs) + self.choice(WORD)

    def wild(self) -> str:
        """Return a password of any characters that may be in quotation marks."""
        signs = WORD + "!#$%&()*+,-./:;<=>?@[]^_{|}~"
        return self.text(4) + self.choice(string.digits) + self.text(self.randint(6, 14), signs)

    def weak(self) -> str:
        return self.choice(("Marina", "sputnik", "Zenit", "tigrenok")) + self.number("4")

    def pet(self) -> str:
        """Return a short lower-case word."""
        return self.choice(("barsik", "pushok", "zvezdopad", "snezhinka", "matrosov"))

    def pair(self) -> str:
        return _encoded(f"deploy:{self.password()}")

    def weak_pair(self) -> str:
        return _encoded(f"admin:{self.worn()}")

    def encoded(self, length: str) -> str:
        return _encoded(self.text(int(length)))

    def encoded_token(self) -> str:
        return _encoded(self.fill("token=ghp_«word 36»\n"))

    def discord(self) -> str:
        return _encoded(self.number("18"))

    def jwt(self) -> str:
        claims = {"sub": self.uuid(), "iat": self.randint(1_700_000_000, 1_800_000_000), "role": "admin"}
        parts = [_encoded(json.dumps(part)).rstrip("=") for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
        return ".".join([*parts, self.text(43, ALPHABETS["url"])])

    def example(self) -> str:
        return "EXAMPLE"

    def alphabet(self, length: str) -> str:
        """Return letters in the order of the alphabet, which people type as a placeholder."""
        return string.ascii_lowercase[: int(length)]

    def explained(self) -> str:
        """Return a token with the claims of the example of jwt.io."""
        claims = {"sub": "1234567890", "name": "John Doe", "iat": 1516239022}
        parts = [_encoded(json.dumps(part)).rstrip("=") for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
        return ".".join([*parts, self.text(43, ALPHABETS["url"])])

    def worn(self) -> str:
        """Return a common password."""
        return self.choice(WORN)

    def pem(self, kind: str) -> str:
        """Return a PEM block: `«pem RSA PRIVATE KEY»`, `«pem CERTIFICATE»`."""
        lines = [self.text(64, ALPHABETS["base64"]) for _ in range(self.randint(2, 24))]
        return "\n".join([f"-----BEGIN {kind}-----", *lines, self.text(30) + "==", f"-----END {kind}-----"])

    def short(self, kind: str) -> str:
        """Return a key that is too short to be real, as in documentation."""
        return f"-----BEGIN {kind}-----\n{self.text(12)}\n-----END {kind}-----"

    def indented(self, kind: str) -> str:
        return self.pem(kind).replace("\n", "\n    ")

    def inline(self, kind: str) -> str:
        return self.pem(kind).replace("\n", "\\n")

    def begun(self, kind: str) -> str:
        return "\n".join(self.pem(kind).split("\n")[:3])

    def headed(self, kind: str) -> str:
        return self.pem(kind).replace("-----\n", "-----\nVersion: GnuPG v2\n\n", 1)

    def data(self) -> str:
        """Return a file in Base64."""
        return base64.b64encode(self.randbytes(self.randint(500, 4000))).decode()


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
