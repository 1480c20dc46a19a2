"""Rate limits: a burst in each chat and then one message a second, and a rate over all chats."""

import itertools

import pytest

from bot.outbox.rate_limiter import MessageRateLimiter

BURST = 20
A_LOT = 1e9


def sent(pace: MessageRateLimiter, chat: int, seconds: float) -> list[float]:
    """Return the times at which messages are sent in a chat where one always waits."""
    now, times = 0.0, list[float]()
    while True:
        now += pace.chat_delay(chat, now)
        if now > seconds:
            return times
        times.append(now + pace.count(chat, now))


def test_a_chat_has_a_burst_at_once_and_then_one_message_a_second() -> None:
    times = sent(MessageRateLimiter(A_LOT), 7, 10)
    assert times[:BURST] == [0.0] * BURST
    assert times[BURST:] == pytest.approx([float(second) for second in range(1, 11)])


def test_who_is_quiet_for_a_while_has_as_much_of_a_burst_again() -> None:
    pace = MessageRateLimiter(A_LOT)
    for _ in range(BURST):
        pace.count(7, 0.0)
    assert pace.chat_delay(7, 0.0) == pytest.approx(1.0)
    assert pace.chat_delay(7, 0.75) == pytest.approx(0.25)
    for _ in range(5):
        assert pace.chat_delay(7, 5.0) == 0
        pace.count(7, 5.0)
    assert pace.chat_delay(7, 5.0) == pytest.approx(1.0)
    for _ in range(BURST):
        assert pace.chat_delay(7, 1000.0) == 0
        pace.count(7, 1000.0)
    assert pace.chat_delay(7, 1000.0) == pytest.approx(1.0)


def test_a_chat_does_not_wait_for_another_that_has_had_its_burst() -> None:
    pace = MessageRateLimiter(A_LOT)
    for _ in range(2 * BURST):
        pace.count(7, 0.0)
    assert pace.chat_delay(7, 0.0) > 0
    assert pace.chat_delay(8, 0.0) == pace.count(8, 0.0) == 0


def test_all_chats_together_have_so_many_a_second() -> None:
    pace = MessageRateLimiter(30)
    waits = [pace.count(chat, 0.0) for chat in range(90)]
    assert waits[:30] == [0.0] * 30
    assert waits[30:] == pytest.approx([number / 30 for number in range(1, 61)])


@pytest.mark.parametrize("rate", [0.5, 1, 30])
def test_in_no_second_more_leave_than_twice_the_rate(rate: float) -> None:
    pace = MessageRateLimiter(rate)
    times = sorted(now + pace.count(chat, now) for chat, now in enumerate(n / 1000 for n in range(500)))
    most = max(1, int(2 * rate))
    assert all(later - earlier >= 1 - 1e-6 for earlier, later in zip(times, times[most + 1 :], strict=False))
    assert times[-1] == pytest.approx((500 - rate) / rate, abs=1 / rate + 1)


def test_after_a_quiet_time_there_is_no_more_than_one_burst() -> None:
    pace = MessageRateLimiter(30)
    waits = [pace.count(chat, 3600.0) for chat in range(31)]
    assert waits[-1] == pytest.approx(1 / 30)


def test_of_so_many_chats_those_are_forgotten_that_had_nothing_for_longest() -> None:
    pace = MessageRateLimiter(A_LOT)
    for chat in (7, 8):
        for _ in range(2 * BURST):
            pace.count(chat, 0.0)
    others = itertools.count(100)
    for _ in range(9_000):
        pace.count(next(others), 0.0)
    pace.count(7, 0.0)
    assert pace.chat_delay(8, 0.0) > 0
    for _ in range(1_000):
        pace.count(next(others), 0.0)
    assert pace.chat_delay(8, 0.0) == 0
    assert pace.chat_delay(7, 0.0) > 0
