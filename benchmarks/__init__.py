"""How fast and how large, beside the goals and beside bare parts that do nothing else. `make bench`."""
