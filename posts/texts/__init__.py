"""Makes drafts of texts and files: title, language, decoding. Read `drafts.py` first."""
