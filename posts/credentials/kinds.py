"""What a credential can be."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final


class CredentialKind(StrEnum):
    @staticmethod
    def _generate_next_value_(name: str, *_: object) -> str:
        """`AWS_KEY` is `aws-key`."""
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
    """No credential: the search ran out of its budget, so nobody knows whether there is one."""
    URL_PASSWORD = auto()


@dataclass(frozen=True, slots=True)
class Credential:
    kind: CredentialKind
    line: int
    """From 1; 0 is the title."""
    masked: str
    """How it begins, at most four characters and a quarter of it, and `…`; a private key's sort."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a draft."""

    title: tuple[Credential, ...]
    text: tuple[Credential, ...]


# What the library's rules are called begins with a service's name.
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
    """`betterleaks.github-pat` → github-token; a service without a kind of its own has generic tokens.

    Rules of our own say it: `postebin.jwt.any` → jwt.
    """
    if rule.startswith("postebin."):
        return CredentialKind(rule.split(".")[1])
    service = _SERVICE.match(rule)
    return _KINDS[service[1]] if service else CredentialKind.GENERIC_TOKEN
