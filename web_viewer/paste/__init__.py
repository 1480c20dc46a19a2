"""What the page of a paste is made of: its view model, links, dates, QR code. Read `paste_page.py` first."""
