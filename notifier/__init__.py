"""Following, alerts, exports and deleted accounts. Read `service` first, then `tasks`."""
