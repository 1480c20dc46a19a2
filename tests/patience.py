"""How long a test waits for what has to happen, before it says that it does not."""

from typing import Final

# A machine that also runs browsers and databases for others can stand still for some seconds.
PATIENCE: Final = 30.0  # seconds
