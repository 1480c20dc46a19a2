"""Messages that may have more to them wait for each other."""
