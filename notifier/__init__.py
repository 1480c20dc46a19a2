"""Who follows whom, what to tell them, and how it reaches them. The doors are `service` and `tasks`."""

from kernel import lean_aiogram

# Before any module of this package, or of the bot's, imports aiogram; the viewer, which has no use for it,
# goes without.
lean_aiogram.prepare()
