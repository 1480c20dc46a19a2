"""Batches: questions that are asked together."""

import asyncio
import gc
from collections.abc import Sequence

import pytest

from tests.web_viewer.viewers import until
from web_viewer.page_cache.batches import Batches


class Oracle:
    """Answers with the double, when the test lets it."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def answer(self, numbers: Sequence[int]) -> list[int]:
        self.asked.append(list(numbers))
        await self.may_answer.wait()
        if -1 in numbers:
            raise LookupError("below nothing")
        return [number * 2 for number in numbers]


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def batches(oracle: Oracle) -> Batches[int, int]:
    return Batches(oracle.answer)


async def test_questions_of_one_moment_are_answered_together_in_limited_batches(oracle, batches):
    for many in (50, 99, 100, 101, 250):
        oracle.asked.clear()
        answers = await asyncio.gather(*(batches.ask(number) for number in range(many)))
        assert answers == [number * 2 for number in range(many)]
        assert [number for some in oracle.asked for number in some] == list(range(many))
        assert max(map(len, oracle.asked)) <= 100
        assert many > 100 or len(oracle.asked) == 1


async def test_a_later_question_does_not_wait_for_earlier_ones(oracle, batches):
    oracle.may_answer.clear()
    early = asyncio.create_task(batches.ask(1))
    await until(lambda: bool(oracle.asked))
    late = asyncio.create_task(batches.ask(2))
    await until(lambda: len(oracle.asked) == 2)
    assert oracle.asked == [[1], [2]]
    oracle.may_answer.set()
    assert (await early, await late) == (2, 4)


async def test_an_error_is_raised_in_its_whole_batch_only(
    batches,
):
    together = await asyncio.gather(batches.ask(1), batches.ask(-1), return_exceptions=True)
    assert [type(answer) for answer in together] == [LookupError, LookupError]
    assert await batches.ask(1) == 2


@pytest.mark.parametrize("number", [1, -1])
async def test_a_cancelled_question_does_not_affect_others(oracle, batches, number):
    oracle.may_answer.clear()
    leaving, staying = asyncio.create_task(batches.ask(number)), asyncio.create_task(batches.ask(2))
    await until(lambda: bool(oracle.asked))
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    oracle.may_answer.set()
    if number == -1:
        with pytest.raises(LookupError):
            await staying
    else:
        assert await staying == 4


async def test_sending_raises_nothing_and_is_finished_at_the_end(oracle, batches, caplog):
    for number in (1, -1, 1):
        batches.send(number)
    await batches.finish()
    assert oracle.asked == [[1, -1, 1]]
    oracle.may_answer.clear()
    batches.send(3)
    ending = asyncio.create_task(batches.finish())
    await until(lambda: len(oracle.asked) == 2)
    assert not ending.done()
    oracle.may_answer.set()
    await ending
    gc.collect()  # when asyncio complains of faults that nobody has looked at
    assert caplog.records == []
