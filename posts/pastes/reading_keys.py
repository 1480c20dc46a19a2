"""Signed keys that let anybody read one private paste for some time. They are not stored anywhere."""

import hashlib
import hmac
import re
import time
from datetime import timedelta
from math import ceil
from typing import Final

from posts.models import Post

# Long enough to read on another device, too short to be passed on.
KEY_LIFETIME: Final = timedelta(minutes=5)
_FORM: Final = re.compile(r"([0-9]{1,12})\.([0-9a-f]{64})", re.ASCII)


def reading_key(secret: bytes, post: Post, lifetime: timedelta) -> str:
    """Return a key of letters, digits and a dot. It stays valid when the paste's address or text changes."""
    until = ceil(time.time() + lifetime.total_seconds())
    return f"{until}.{_signature(secret, post, until)}"


def opens(secret: bytes, key: str, post: Post) -> bool:
    """Tell whether the key is for this paste and has not expired."""
    found = _FORM.fullmatch(key)
    if found is None:
        return False
    until = int(found[1])
    return hmac.compare_digest(found[2], _signature(secret, post, until)) and time.time() < until


def _signature(secret: bytes, post: Post, until: int) -> str:
    # The same secret signs other things too, so a signed text begins with its purpose.
    return hmac.new(secret, f"reading {post.id} until {until}".encode(), hashlib.sha256).hexdigest()
