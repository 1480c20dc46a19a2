"""HTTP server for operators: `/healthz`, `/readyz` and `/metrics` on `MONITORING_PORT`.

It runs in a thread of its own, so that it answers while the process' event loop is stalled. It is for the
network of the operators only: it has no password.
"""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from prometheus_client import REGISTRY, CollectorRegistry, make_wsgi_app

from kernel.monitoring.health import Health
from kernel.settings import MonitoringSettings

_REQUEST_TIMEOUT_SECONDS: Final = 10.0


class CannotMonitor(Exception):
    """MONITORING_HOST and MONITORING_PORT cannot be listened on."""


@contextmanager
def monitoring(
    settings: MonitoringSettings, alive: Health, ready: Health, registry: CollectorRegistry = REGISTRY
) -> Iterator[int | None]:
    """Serve while the block runs, unless no port is set; yield the port.

    `/healthz` is 503 while `alive` finds a problem, `/readyz` while either does. Raises CannotMonitor.
    """
    if settings.monitoring_port is None:
        yield None
        return
    server = _listen(settings.monitoring_host, settings.monitoring_port, _Application(alive, ready, registry))
    thread = Thread(target=server.serve_forever, name="monitoring", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Application:
    def __init__(self, alive: Health, ready: Health, registry: CollectorRegistry) -> None:
        self._alive = alive
        self._ready = ready
        self._metrics: Any = make_wsgi_app(registry)

    def __call__(self, environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match environment["PATH_INFO"]:
            case "/metrics":
                answer: Iterable[bytes] = self._metrics(environment, start_response)
                return answer
            case "/healthz":
                return _answer(start_response, self._alive.problems())
            case "/readyz":
                return _answer(start_response, [*self._alive.problems(), *self._ready.problems()])
        return _plain(start_response, HTTPStatus.NOT_FOUND, "Here are /healthz, /readyz and /metrics.\n")


def _answer(start_response: StartResponse, problems: list[str]) -> list[bytes]:
    if problems:
        body = "".join(f"{problem}\n" for problem in problems)
        return _plain(start_response, HTTPStatus.SERVICE_UNAVAILABLE, body)
    return _plain(start_response, HTTPStatus.OK, "ok\n")


def _plain(start_response: StartResponse, status: HTTPStatus, body: str) -> list[bytes]:
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/plain; charset=utf-8")])
    return [body.encode()]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _IPv6Server(_Server):
    address_family = socket.AF_INET6


class _UnloggedHandler(WSGIRequestHandler):
    timeout = _REQUEST_TIMEOUT_SECONDS

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: there is a request every few seconds."""


def _listen(host: str, port: int, application: _Application) -> WSGIServer:
    kind = _IPv6Server if ":" in host else _Server
    try:
        return make_server(host, port, application, server_class=kind, handler_class=_UnloggedHandler)
    except OSError as fault:
        raise CannotMonitor(f"{host}:{port} cannot be listened on ({fault.strerror})") from fault
