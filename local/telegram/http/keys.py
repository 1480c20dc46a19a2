"""What the server's handlers share."""

from aiohttp import web

from local.telegram.people import People
from local.telegram.world import World

WORLD = web.AppKey("world", World)
PEOPLE = web.AppKey("people", People)
