"""Who follows whom, what to tell them, and how it reaches them. The doors are `service` and `tasks`."""
