"""What messages show of pastes and pending drafts: text and buttons. Begin with `card.py`."""
