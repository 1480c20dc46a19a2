"""Following, alerts, exports and periodic deletion, done by Celery tasks. Read `service`, then `tasks`."""
