"""Previews of links to public pastes on other sites and in chats. Read `preview.py` first."""
