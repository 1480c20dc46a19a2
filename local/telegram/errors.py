"""What Telegram answers when a call is not in order, in Telegram's own words."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A call that Telegram does not carry out; `code` is the HTTP status, `retry_after` in seconds.

    `migrated_to` is the supergroup that the group has become.
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
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        if self.migrated_to is not None:
            answer["parameters"] = {"migrate_to_chat_id": self.migrated_to}
        return answer


def bad_request(reason: str) -> Refused:
    return Refused(400, f"Bad Request: {reason}")


def unauthorized() -> Refused:
    return Refused(401, "Unauthorized")


def forbidden(reason: str) -> Refused:
    return Refused(403, f"Forbidden: {reason}")


def blocked() -> Refused:
    return forbidden("bot was blocked by the user")


def upgraded(to: int) -> Refused:
    return Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrated_to=to)


def not_found() -> Refused:
    return Refused(404, "Not Found")


def conflict(reason: str) -> Refused:
    return Refused(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
