"""What a link to a public paste looks like elsewhere: its title, its author and its first lines."""
