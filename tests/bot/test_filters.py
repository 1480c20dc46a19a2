"""Filters run in the event loop: each message passes many."""

from aiogram import Dispatcher


def test_filters_are_asked_in_the_loop(dispatcher: Dispatcher) -> None:
    handlers = [
        handler
        for router in dispatcher.chain_tail
        for observer in router.observers.values()
        for handler in observer.handlers
    ]
    asked_in_threads = [
        one.callback for handler in handlers for one in handler.filters or () if not one.awaitable
    ]
    assert len(handlers) > 50
    assert asked_in_threads == []
