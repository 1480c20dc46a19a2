"""Finished pages: in Redis, beside the paste, and who hears that they are no longer right."""
