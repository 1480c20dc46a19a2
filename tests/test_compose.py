"""docker-compose.yaml and Dockerfile, as far as they can be checked without Docker."""

import re
import subprocess
import sys
import tomllib
from typing import Final

import pytest

from kernel.settings import (
    AddressSettings,
    AlertSettings,
    ChatSettings,
    DatabaseSettings,
    GroupingSettings,
    LimitSettings,
    LogSettings,
    MonitoringSettings,
    RedisSettings,
    SecretSettings,
    Settings,
    StorageSettings,
    TelegramSettings,
    WebhookSettings,
    WebSettings,
)
from tests.deployment import (
    COMPOSE,
    PROJECT,
    PROJECT_NAME,
    ComposedService,
    composed_services,
    copied_into_the_image,
    dockerfile,
    required_variables,
)

Groups = set[type[Settings]]

_CONTENTS: Final[Groups] = {LogSettings, DatabaseSettings, StorageSettings}
_PASTES: Final[Groups] = _CONTENTS | {RedisSettings, SecretSettings, AddressSettings, MonitoringSettings}
SETTINGS_THAT_ARE_READ: Final[dict[str, Groups]] = {
    "migrate": _CONTENTS,
    "bot": _PASTES | {TelegramSettings, LimitSettings, ChatSettings, GroupingSettings, WebhookSettings},
    "web_viewer": {*_PASTES, WebSettings},
    "notifier": {*_PASTES, TelegramSettings, LimitSettings, AlertSettings},
    "beat": {LogSettings, RedisSettings},
}
_WRITERS: Final = {"migrate", "bot", "web_viewer", "notifier"}
WHO_KNOWS: Final = {
    "POSTGRES_PASSWORD": {"postgres", *_WRITERS},
    "REDIS_PASSWORD": {"redis", "bot", "web_viewer", "notifier", "beat"},
    "SECRET_KEY": {"bot", "web_viewer", "notifier"},
    "BOT_TOKEN": {"bot", "notifier"},
    "WEBHOOK_SECRET": {"bot"},
    "AWS_SECRET_ACCESS_KEY": _WRITERS,
}
BUCKET_VARIABLES: Final = {*re.findall(r"\bAWS_[A-Z0-9_]+", (PROJECT / "README.md").read_text())}
OPTIONAL: Final = {name.upper() for group in Settings.__subclasses__() for name in group.model_fields}

VARIABLES = {
    name: f"value-of-{name.lower()}" for name in (*required_variables(), *BUCKET_VARIABLES, *OPTIONAL)
}
SERVICES = composed_services(VARIABLES)
OURS = [service for service in SERVICES.values() if service.is_ours]

every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
every_service_of_ours = pytest.mark.parametrize("service", OURS, ids=[service.name for service in OURS])


def test_the_file_is_what_the_compose_specification_says():
    check = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(COMPOSE),
    ]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_all_services_of_the_house_are_there():
    assert set(SERVICES) == {
        *("postgres", "redis", "migrate"),
        *("bot", "web_viewer", "notifier", "beat"),
        *("proxy", "caddy"),
    }


@pytest.mark.parametrize("name", sorted({*required_variables(), *PROJECT_NAME}))
def test_nothing_starts_while_a_variable_without_default_is_unset(name: str):
    with pytest.raises(KeyError, match=name):
        composed_services(VARIABLES | {name: ""})


def test_docker_compose_1_which_sets_no_project_name_stops_at_the_first_service():
    first = next(iter(SERVICES.values()))
    assert PROJECT_NAME["COMPOSE_PROJECT_NAME"] in first.definition["labels"].values()


@every_service_of_ours
def test_a_service_gets_the_settings_that_it_reads_and_no_other(service: ComposedService):
    read = {name.upper() for group in SETTINGS_THAT_ARE_READ[service.name] for name in group.model_fields}
    given = {name for name in service.environment if not name.startswith(("AWS_", "PROMETHEUS_"))}
    assert given == read


@every_service_of_ours
def test_what_reads_content_files_gets_all_variables_of_a_bucket(service: ComposedService):
    given = {name for name in service.environment if name.startswith("AWS_")}
    assert given == (BUCKET_VARIABLES if "STORAGE_URL" in service.environment else set())


@pytest.mark.parametrize(("secret", "services"), WHO_KNOWS.items(), ids=WHO_KNOWS)
def test_a_secret_is_known_only_where_it_is_used(secret: str, services: set[str]):
    value = VARIABLES[secret]
    knowing = {service.name for service in SERVICES.values() if value in str(service.definition)}
    assert knowing == services
    # Other users of the machine can read the arguments of a process.
    assert not any(value in str(service.definition.get("command")) for service in SERVICES.values())


def test_the_image_is_built_once():
    assert [service.name for service in OURS if "build" in service.definition] == ["migrate"]
    assert {service.definition["pull_policy"] for service in OURS} == {"never"}


@pytest.mark.parametrize("name", ["bot", "web_viewer", "notifier"])
def test_a_service_that_can_be_scaled_has_nothing_that_only_one_can_have(name: str):
    assert not {"ports", "container_name"} & {*SERVICES[name].definition}


def test_the_proxy_leads_to_the_ports_on_which_services_listen():
    leads = dict(re.findall(r"import replicas (\w+) (\d+)", (PROJECT / "Caddyfile").read_text()))
    assert leads == {
        "bot": SERVICES["bot"].environment["BOT_PORT"],
        "web_viewer": SERVICES["web_viewer"].environment["WEB_PORT"],
    }


def test_every_service_but_the_one_that_ends_has_a_health_check():
    assert [service.name for service in SERVICES.values() if service.health_check is None] == ["migrate"]


@every_service
def test_a_service_waits_until_what_it_needs_is_healthy_or_done(service: ComposedService):
    needed = service.definition.get("depends_on", {})
    assert bool(needed) == service.is_ours
    for name, how in needed.items():
        ends = SERVICES[name].health_check is None
        assert how["condition"] == ("service_completed_successfully" if ends else "service_healthy")


@every_service
def test_no_service_may_do_more_than_it_needs(service: ComposedService):
    definition = service.definition
    # Caddy's image stores certificates as root, and its program requires this one capability.
    assert service.name == "caddy" or service.is_ours or int(definition["user"].split(":")[0]) > 0
    is_caddy = definition["image"].startswith("caddy:")
    assert definition.get("cap_add", []) == (["NET_BIND_SERVICE"] if is_caddy else [])
    assert definition["cap_drop"] == ["ALL"]
    assert definition["security_opt"] == ["no-new-privileges:true"]
    assert definition["read_only"] is True


@every_service
def test_ports_are_published_on_the_loopback_only_but_those_of_the_profile(service: ComposedService):
    is_public = not all(port.startswith("127.0.0.1:") for port in service.published_ports)
    assert is_public == (service.definition.get("profiles") == ["caddy"])


def test_the_image_does_not_run_as_root():
    user = [arguments for word, arguments in dockerfile() if word == "USER"][-1]
    assert int(user.split(":")[0]) > 0


def test_the_image_holds_what_runs_in_production_and_nothing_else():
    rooms = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    assert copied_into_the_image() == {*rooms, "migrations", "pyproject.toml", "requirements-local.txt"}


def test_the_builder_is_sent_what_the_image_copies():
    lines = (PROJECT / ".dockerignore").read_text().splitlines()
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert sent == copied_into_the_image()
    assert "*" in lines
