"""The circuit breaker, with a clock that the test controls."""

import asyncio
from contextlib import suppress

import pytest

from kernel.circuit_breaker import CircuitBreaker, CircuitOpen


class Away(OSError):
    pass


class Clock:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return CircuitBreaker(Away, failures=3, open_seconds=2, clock=clock)


def fail(breaker, times=1, fault=Away):
    for _ in range(times):
        with pytest.raises(fault), breaker.call():
            raise fault


def is_let_through(breaker):
    """Make a call that succeeds."""
    with suppress(CircuitOpen), breaker.call():
        return True
    return False


def test_it_opens_after_some_failures_in_a_row(breaker):
    fail(breaker, 2)
    assert not breaker.refuses
    fail(breaker)
    assert breaker.refuses
    assert not is_let_through(breaker)


@pytest.mark.parametrize("answer", [None, FileNotFoundError])
def test_an_answer_resets_the_count_of_failures(breaker, answer):
    fail(breaker, 2)
    assert is_let_through(breaker) if answer is None else not fail(breaker, fault=answer)
    fail(breaker, 2)
    assert not breaker.refuses


def test_after_a_pause_one_call_is_let_through_and_closes_it(breaker, clock):
    fail(breaker, 3)
    clock.seconds += 2
    with breaker.call():
        assert not is_let_through(breaker)
    assert is_let_through(breaker)
    assert is_let_through(breaker)


def test_a_trial_that_fails_begins_the_pause_again(breaker, clock):
    fail(breaker, 3)
    clock.seconds += 2
    fail(breaker)
    clock.seconds += 1.9
    assert not is_let_through(breaker)
    clock.seconds += 0.1
    assert is_let_through(breaker)


def test_a_cancelled_call_does_not_count_and_after_a_cancelled_trial_the_next_call_is_the_trial(
    breaker, clock
):
    fail(breaker, 2)
    fail(breaker, fault=asyncio.CancelledError)
    assert not breaker.refuses
    fail(breaker)
    assert breaker.refuses
    clock.seconds += 2
    fail(breaker, fault=asyncio.CancelledError)
    assert is_let_through(breaker)
