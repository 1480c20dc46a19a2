"""Steps around every update, in the order of `bot.dispatcher`. Begin with `handler_data.py`."""
