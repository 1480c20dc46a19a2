"""Pastes: titles, addresses, content files, revisions, languages. The door is `posts.service`."""
