"""How updates come from Telegram: by polling or by webhook, each person's in order, and none is lost."""
