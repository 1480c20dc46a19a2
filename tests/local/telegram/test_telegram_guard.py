"""The server refuses clients that are not on this machine."""

import pytest
from aiohttp import request

OURS = dict.fromkeys(["localhost:9", "127.0.0.1", "[::1]:8081", "LOCALHOST"], (200,))
OTHERS = ["example.com", "localhost.example.com", "127.0.0.1.nip.io", "", "10.0.0.1"]


@pytest.mark.parametrize(("host", "statuses"), [*OURS.items(), *((host, (400, 403)) for host in OTHERS)])
async def test_only_names_of_this_machine_are_answered(telegram, host, statuses):
    async with request("GET", f"{telegram.url}/people", headers={"Host": host}) as response:
        assert response.status in statuses


@pytest.mark.parametrize("origin", ["http://example.com", "http://localhost:1", "null", "http://127.0.0.1"])
async def test_only_the_chat_page_itself_can_act(telegram, origin):
    async def status(path, origin):
        body = {"first_name": "Eve"}
        async with request("POST", telegram.url + path, json=body, headers={"Origin": origin}) as response:
            return response.status

    assert [await status(path, origin) for path in ("/people", "/faults")] == [403, 403]
    assert telegram.world.state.people == {}
    assert await status("/people", telegram.url) == 201


async def test_the_page_runs_only_its_own_scripts(telegram):
    async with request("GET", telegram.url) as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["x.css", "..%2fserver.py", "%2e%2e/server.py", ".hidden", "a%00b"])
async def test_only_the_pages_files_are_served(telegram, name):
    async with request("GET", f"{telegram.url}/static/{name}") as response:
        assert response.status == 404
