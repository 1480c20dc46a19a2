"""What the bot shows of pastes: their cards, the choices on them, lists, and what is held back."""
