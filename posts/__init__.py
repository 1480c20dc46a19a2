"""Pastes and drafts. Other rooms use the services that `wiring.py` builds; read it first."""
