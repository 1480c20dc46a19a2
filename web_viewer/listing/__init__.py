"""A paste's text as HTML: lines with numbers, coloured by Pygments' tokens."""
