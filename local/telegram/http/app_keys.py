"""Application keys of the objects that all handlers share."""

from aiohttp import web

from local.telegram.groups import Groups
from local.telegram.people import People
from local.telegram.world import World

WORLD = web.AppKey("world", World)
GROUPS = web.AppKey("groups", Groups)
PEOPLE = web.AppKey("people", People)
