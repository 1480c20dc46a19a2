"""Credentials that a text gives away, told before it goes out to everybody.

Found are tokens and keys that have a form of their own, wherever they stand, and what a name or a place
tells: passwords in addresses, values of what is called a password, a token or a key, headers, commands.

No credentials are words and templates (`changeme`, `my-secret-key`, `${PASSWORD}`), what documentations show
(`…EXAMPLE`, the token of jwt.io), a password that is the user's name (`guest:guest`), a UUID that is called
no more than a token (most are numbers of requests), hashes, public keys and certificates. A real password is
told whatever the host, `localhost` too: people use it elsewhere.

Missed are passwords of letters only or with spaces, where but a name tells them, and those without any name.
"""

from posts.credentials.finding import find_credentials as find_credentials
from posts.credentials.finding import prepare as prepare
from posts.credentials.kinds import Credential as Credential
from posts.credentials.kinds import CredentialKind as CredentialKind
