"""Processes that render pages, so that nothing that people write holds up the one that answers them."""
