"""Finds credentials in a text, so that its author can be warned before it is published.

Found are tokens and keys with a format of their own, and what a name or a place identifies: passwords in
URLs, values named as a password, a token or a key, headers, commands.

A password in a URL is reported however weak it is (`user:password@db.prod.io`): a false warning costs a press
of a button, a published password costs more. So are the examples of documentation that have the format of a
key.

Not reported are:

- templates and masks (`${PASSWORD}`, `<password>`, `ваш_пароль`, `****`, `ghp_xxxx…`);
- placeholder words that only a name identifies (`DB_PASSWORD=changeme`), or with a placeholder host
  (`localhost`, `example.com`, `user:pass@host`); other passwords are reported even with such a host, for
  people use one in several places;
- a password that is its user's name, in a local network (`guest:guest@rabbitmq`);
- a UUID that is only named a token (most are ids of requests), hashes, public keys and certificates.

A lower-case word (`password: barsik`) is reported only beside its user (`user: bob`). Other short passwords
of letters, or with spaces, are missed if only a name identifies them, and so are passwords without a name.
"""

from posts.credentials.kinds import Credential as Credential
from posts.credentials.kinds import CredentialKind as CredentialKind
from posts.credentials.kinds import Findings as Findings
from posts.credentials.search import find_credentials as find_credentials
from posts.credentials.search import prepare as prepare
