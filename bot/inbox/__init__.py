"""Messages that people send, and how they become pastes or pending drafts. Begin with `submit.py`."""
