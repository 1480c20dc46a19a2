"""Text and buttons of messages about pastes and pending drafts. Begin with `card.py`."""
