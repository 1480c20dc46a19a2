"""Credentials that a text gives away, told before it goes out to everybody.

Found are tokens and keys that have a form of their own, wherever they stand, and what a name or a place
tells: passwords in addresses, values of what is called a password, a token or a key, headers, commands.

A password in an address is one however weak it is (`user:password@db.prod.io`): a warning that comes for
nothing costs a press, a password that is published costs more. So is what documentations show, where it has
the form of a key.

No credentials are templates and masks (`${PASSWORD}`, `<password>`, `ваш_пароль`, `****`, `ghp_xxxx…`);
words, where but a name tells them (`DB_PASSWORD=changeme`) or the host is nobody's (`localhost`,
`example.com`, `user:pass@host`); a password that is the user's name within a network of its own
(`guest:guest@rabbitmq`); a UUID that is called no more than a token (most are numbers of requests),
hashes, also of passwords, public keys and certificates. A password that is not made of such words is told
whatever the host, `localhost` too: people use it elsewhere.

A word in small letters (`password: barsik`) is told where its user is given with it (`user: bob`). Missed are
other short passwords of letters only or with spaces, where but a name tells them, and those without one.
"""

from posts.credentials.kinds import Credential as Credential
from posts.credentials.kinds import CredentialKind as CredentialKind
from posts.credentials.kinds import Findings as Findings
from posts.credentials.search import find_credentials as find_credentials
from posts.credentials.search import prepare as prepare
