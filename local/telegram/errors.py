"""Errors of the Bot API, with Telegram's own descriptions."""

from local.telegram.json_values import Json


class BotApiError(Exception):
    """An unsuccessful call: `code` is the HTTP status, `retry_after` in seconds.

    `migrated_to` is the id of the supergroup that the group was upgraded to.
    """

    def __init__(
        self, code: int, description: str, retry_after: int | None = None, migrated_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrated_to = migrated_to

    def body(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        if self.migrated_to is not None:
            body["parameters"] = {"migrate_to_chat_id": self.migrated_to}
        return body


def bad_request(reason: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {reason}")


def unauthorized() -> BotApiError:
    return BotApiError(401, "Unauthorized")


def forbidden(reason: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {reason}")


def blocked() -> BotApiError:
    return forbidden("bot was blocked by the user")


def upgraded(to: int) -> BotApiError:
    return BotApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrated_to=to)


def not_found() -> BotApiError:
    return BotApiError(404, "Not Found")


def conflict(reason: str) -> BotApiError:
    return BotApiError(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> BotApiError:
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
