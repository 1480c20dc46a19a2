"""The notifier's application with a task that does not end."""

from threading import Event

from notifier.app import app


@app.task(name="tests.stuck", time_limit=1)
def stuck() -> None:
    Event().wait()
