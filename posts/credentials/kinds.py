"""Kinds of credentials, and what is reported of one."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final


class CredentialKind(StrEnum):
    @staticmethod
    def _generate_next_value_(name: str, *_: object) -> str:
        """Return the value of a member: `AWS_KEY` → `aws-key`."""
        return name.lower().replace("_", "-")

    AI_KEY = auto()
    AWS_KEY = auto()
    AZURE_KEY = auto()
    DISCORD_TOKEN = auto()
    GENERIC_TOKEN = auto()
    GITHUB_TOKEN = auto()
    GITLAB_TOKEN = auto()
    GOOGLE_KEY = auto()
    JWT = auto()
    PASSWORD = auto()
    PRIVATE_KEY = auto()
    SLACK_TOKEN = auto()
    STRIPE_KEY = auto()
    TELEGRAM_TOKEN = auto()
    UNCHECKED = auto()
    """Not a credential: the search ran out of its budget."""
    URL_PASSWORD = auto()


@dataclass(frozen=True, slots=True)
class Credential:
    """A found credential, without its secret. `line` counts from 1; 0 is the title.

    `masked` is its beginning, at most four characters and a quarter of it, and `…`; or the type of a private
    key.
    """

    kind: CredentialKind
    line: int
    masked: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The credentials in the title and the text of a draft."""

    title: tuple[Credential, ...]
    text: tuple[Credential, ...]


# The names of the library's rules begin with the name of a service.
_BY_SERVICE: Final = {
    CredentialKind.AI_KEY: "anthropic cerebras cohere cursor elevenlabs groq grokxai huggingface nvidia "
    "ollama openai openrouter perplexity replicate togetherai xai",
    CredentialKind.AWS_KEY: "aws",
    CredentialKind.AZURE_KEY: "azure",
    CredentialKind.DISCORD_TOKEN: "discord",
    CredentialKind.GITHUB_TOKEN: "github",
    CredentialKind.GITLAB_TOKEN: "gitlab",
    CredentialKind.GOOGLE_KEY: "gcp",
    CredentialKind.JWT: "jwt",
    CredentialKind.PASSWORD: "curl-auth-user nuget-config-password planetscale-password",
    CredentialKind.PRIVATE_KEY: "private-key age-secret-key",
    CredentialKind.SLACK_TOKEN: "slack",
    CredentialKind.STRIPE_KEY: "stripe",
    CredentialKind.TELEGRAM_TOKEN: "telegram",
}
_KINDS: Final = {service: kind for kind, services in _BY_SERVICE.items() for service in services.split()}
_SERVICE: Final = re.compile(rf"(?:betterleaks\.|veles\.secrets/)({'|'.join(_KINDS)})")


def kind_of_rule(rule: str) -> CredentialKind:
    """Return the kind that a rule finds: `betterleaks.github-pat` → github-token, `postebin.jwt.any` → jwt.

    Our own rules have the kind in their name; a service without a kind of its own has generic tokens.
    """
    if rule.startswith("postebin."):
        return CredentialKind(rule.split(".")[1])
    service = _SERVICE.match(rule)
    return _KINDS[service[1]] if service else CredentialKind.GENERIC_TOKEN
