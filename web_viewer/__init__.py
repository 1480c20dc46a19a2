"""The browser's face: everybody reads pastes at `/username/slug`. Started by `python -m web_viewer`."""
