"""Which tasks wait too long for a thread of the worker."""

from typing import NamedTuple

from celery.signals import task_received

from notifier.health import TaskFlow


class Task(NamedTuple):
    id: str


def test_a_task_that_no_free_thread_takes_is_a_problem(settings):
    reserved = {Task("waits")}
    flow = TaskFlow(1, reserved, max_wait_seconds=0)
    flow.problem_of_tasks()
    assert flow.problem_of_tasks() == "no thread takes a task, which has waited for 0 s"
    # As when Redis is lost: then Celery drops what no thread has taken, and Redis gives it out again.
    reserved.clear()
    assert flow.problem_of_tasks() is None


def test_a_task_that_is_to_run_later_is_none(settings):
    flow = TaskFlow(1, reserved=set(), max_wait_seconds=0)
    task_received.send(sender=None, request=Task("in an hour"))
    flow.problem_of_tasks()
    assert flow.problem_of_tasks() is None
