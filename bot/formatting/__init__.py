"""Formatted messages as Markdown that looks as they looked. Text and entities in, text out; nothing else."""
