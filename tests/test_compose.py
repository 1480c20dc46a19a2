"""docker-compose.yaml and Dockerfile, as far as they can be checked without Docker."""

import subprocess
import sys
import tomllib

import pytest

from kernel.settings import Settings
from tests.deployment import (
    COMPOSE,
    PROJECT,
    ComposedService,
    composed_services,
    copied_into_the_image,
    dockerfile,
    required_variables,
)

VARIABLES = {name: f"value-of-{name.lower()}" for name in required_variables()}
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
    }


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_nothing_starts_while_a_variable_without_default_is_unset(name: str):
    with pytest.raises(KeyError, match=name):
        composed_services(VARIABLES | {name: ""})


@every_service_of_ours
def test_every_setting_without_a_default_is_passed(service: ComposedService):
    required = {
        name.upper()
        for group in Settings.__subclasses__()
        if group.__module__ == "kernel.settings"
        for name, field in group.model_fields.items()
        if field.is_required()
    }
    assert "DATABASE_URL" in required
    assert required <= set(service.environment)


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
    assert service.is_ours or int(definition["user"].split(":")[0]) > 0
    assert definition["cap_drop"] == ["ALL"]
    assert "cap_add" not in definition
    assert definition["security_opt"] == ["no-new-privileges:true"]
    assert definition["read_only"] is True


@every_service
def test_ports_are_published_on_the_loopback_only(service: ComposedService):
    for port in service.definition.get("ports", []):
        assert port.startswith("127.0.0.1:")


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
