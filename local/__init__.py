"""Everything that lets Postebin run on one machine with nothing else installed."""
