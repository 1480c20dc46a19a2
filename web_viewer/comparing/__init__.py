"""Two versions of a text: which lines differ, and in which words; in bounded time, whatever the texts."""
