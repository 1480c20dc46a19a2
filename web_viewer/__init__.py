"""The website that shows pastes at `/username/slug`. Read `application.py` first."""
