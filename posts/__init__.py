"""Pastes. The doors: `service` (reading), `publishing`, `editing`, `disposal`; see `wiring` for all."""
