"""The server refuses clients that are not on this machine."""

import pytest
from aiohttp import request

from tests.conversation import Telegram


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1", "[::1]:8081", "LOCALHOST"])
async def test_names_of_this_machine_are_answered(telegram: Telegram, host: str) -> None:
    async with request("GET", f"{telegram.url}/people", headers={"Host": host}) as response:
        assert response.status == 200


@pytest.mark.parametrize("host", ["example.com", "localhost.example.com", "127.0.0.1.nip.io", "", "10.0.0.1"])
async def test_other_names_are_refused(telegram: Telegram, host: str) -> None:
    async with request("GET", f"{telegram.url}/people", headers={"Host": host}) as response:
        assert response.status in (400, 403)


@pytest.mark.parametrize("origin", ["http://example.com", "http://localhost:1", "null", "http://127.0.0.1"])
@pytest.mark.parametrize("path", ["/people", "/faults"])
async def test_pages_of_other_sites_cannot_act(telegram: Telegram, origin: str, path: str) -> None:
    headers = {"Origin": origin}
    async with request("POST", telegram.url + path, json={"first_name": "Eve"}, headers=headers) as response:
        assert response.status == 403
    assert telegram.world.state.people == {}


async def test_the_chat_page_itself_can_act(telegram: Telegram) -> None:
    headers = {"Origin": telegram.url}
    async with request(
        "POST", f"{telegram.url}/people", json={"first_name": "A"}, headers=headers
    ) as response:
        assert response.status == 201


async def test_the_page_runs_only_its_own_scripts(telegram: Telegram) -> None:
    async with request("GET", telegram.url) as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["x.css", "..%2fserver.py", "%2e%2e/server.py", ".hidden", "a%00b"])
async def test_only_the_pages_files_are_served(telegram: Telegram, name: str) -> None:
    async with request("GET", f"{telegram.url}/static/{name}") as response:
        assert response.status == 404
