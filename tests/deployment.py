"""docker-compose.yaml and Dockerfile, parsed as Docker does, for machines without Docker."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

PROJECT: Final = Path(__file__).parent.parent
COMPOSE: Final = PROJECT / "docker-compose.yaml"
OUR_IMAGE: Final = "postebin"
# Compose 2 sets this variable itself.
PROJECT_NAME: Final = {"COMPOSE_PROJECT_NAME": "postebin"}

# ${NAME}, ${NAME:-default}, ${NAME:?why}, and $$ for a dollar.
_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\})")


@dataclass(frozen=True, slots=True)
class ComposedService:
    name: str
    definition: dict[str, Any]

    @property
    def is_ours(self) -> bool:
        return bool(self.definition["image"] == OUR_IMAGE)

    @property
    def command(self) -> list[str]:
        command: list[str] = self.definition["command"]
        return command

    @property
    def environment(self) -> dict[str, str]:
        environment: dict[str, str] = self.definition.get("environment", {})
        return environment

    def pass_on(self, variables: Mapping[str, str]) -> None:
        """Give a value to each name without one, or remove it."""
        environment = self.environment
        for name in [name for name, value in environment.items() if value is None]:
            del environment[name]
            if name in variables:
                environment[name] = variables[name]

    @property
    def published_ports(self) -> list[str]:
        ports: list[str] = self.definition.get("ports", [])
        return ports

    @property
    def health_check(self) -> list[str] | None:
        """Return the health check's command, without Docker's prefix."""
        if "healthcheck" not in self.definition:
            return None
        kind, *command = self.definition["healthcheck"]["test"]
        return ["sh", "-c", *command] if kind == "CMD-SHELL" else command


def required_variables() -> set[str]:
    """Return the variables that .env has to set."""
    found = _VARIABLE.finditer(COMPOSE.read_text())
    return {variable["name"] for variable in found if variable["kind"] == "?"} - {*PROJECT_NAME}


def composed_services(variables: dict[str, str]) -> dict[str, ComposedService]:
    """Return the services with `variables` filled in. Raises KeyError for a required one that is missing."""
    whole = _filled(YAML(typ="safe").load(COMPOSE), PROJECT_NAME | variables)
    services = {name: ComposedService(name, definition) for name, definition in whole["services"].items()}
    for service in services.values():
        service.pass_on(variables)
    return services


def dockerfile() -> list[tuple[str, str]]:
    """Return the instructions with their arguments."""
    whole = (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in whole.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


def copied_into_the_image() -> set[str]:
    """Return the names in the project's folder that the image gets."""
    copies = [words.split() for word, words in dockerfile() if word == "COPY" and "--from" not in words]
    return {source for *sources, _ in copies for source in sources}


def _filled(node: Any, variables: Mapping[str, str]) -> Any:
    match node:
        case dict():
            return {key: _filled(value, variables) for key, value in node.items()}
        case list():
            return [_filled(value, variables) for value in node]
        case str():
            return _VARIABLE.sub(lambda found: _value(found, variables), node)
        case _:
            return node


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    if found["dollar"]:
        return "$"
    value = variables.get(found["name"], "")
    if not value and found["kind"] == "?":
        raise KeyError(found["name"])
    return value or found["rest"] or ""
