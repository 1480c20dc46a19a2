"""Health and metrics are answered on a port of their own."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry, Counter

from kernel.monitoring.health import Health
from kernel.monitoring.server import CannotMonitor, monitoring
from kernel.settings import MonitoringSettings
from local.ports import free_port


def test_health_says_what_is_wrong_and_metrics_are_counted():
    registry = CollectorRegistry()
    alive, ready = Health(), Health()
    problems: dict[str, str | None] = {"loop": None, "database": None}
    alive.add("event loop", lambda: problems["loop"])
    ready.add("database", lambda: problems["database"])
    Counter("pastes", "Pastes", registry=registry).inc(3)
    with monitoring(MonitoringSettings(monitoring_port=free_port()), alive, ready, registry) as port:
        assert answer(port, "/healthz") == answer(port, "/readyz") == (200, "ok\n")
        problems["database"] = "does not answer"
        assert answer(port, "/healthz") == (200, "ok\n")
        assert answer(port, "/readyz") == (503, "database: does not answer\n")
        problems["loop"] = "has not run for 31 s"
        assert answer(port, "/healthz") == (503, "event loop: has not run for 31 s\n")
        status, metrics = answer(port, "/metrics")
        assert status == 200
        assert "pastes_total 3.0" in metrics.splitlines()
        assert answer(port, "/")[0] == 404


def test_a_check_that_fails_is_a_problem():
    health = Health()
    health.add("disk", lambda: str(1 / 0))
    assert health.problems() == ["disk: ZeroDivisionError('division by zero')"]


def test_without_a_port_nothing_listens_and_a_taken_one_is_an_error():
    with monitoring(MonitoringSettings(), Health(), Health()) as port:
        assert port is None
    settings = MonitoringSettings(monitoring_port=free_port())
    with (
        monitoring(settings, Health(), Health()),
        pytest.raises(CannotMonitor, match="cannot be listened on"),
        monitoring(settings, Health(), Health()),
    ):
        pass


def answer(port: int | None, path: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}") as response:
            return response.status, response.read().decode()
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()
