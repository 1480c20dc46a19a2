"""Text with formatting, as Telegram measures, reads and shows it."""
