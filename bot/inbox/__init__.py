"""From the messages people send to pastes or pending drafts, and the replies. Begin with `submit.py`."""
