"""Why `make run` cannot go on."""


class CannotRun(Exception):
    """Its text is one line for a person, naming the setting to change."""


class PartEnded(Exception):
    """A server or service ended though nobody had asked it to."""

    def __init__(self, name: str, last_words: str) -> None:
        super().__init__(f"{name} ended unexpectedly. Its last words:\n{last_words}")
