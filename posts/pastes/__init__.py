"""Pastes: publishing, editing, lists, search, events, redirects; queries stand beside them."""
