"""The pages of a paste and of its versions, rendered as HTML in a worker. Read `paste_page.py` first."""
