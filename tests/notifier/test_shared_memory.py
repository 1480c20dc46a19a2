"""The memory that the processes of a worker share."""

import gc

from celery.signals import worker_before_create_process

from notifier.app import app


def test_what_a_worker_has_loaded_is_never_scanned_for_garbage_which_would_copy_it_for_each_process():
    frozen_before = gc.get_freeze_count()
    try:
        worker_before_create_process.send(sender=app)
        assert gc.get_freeze_count() > frozen_before
    finally:
        gc.unfreeze()
