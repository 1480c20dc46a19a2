"""How answers leave: each chat's in their order, and what is owed is said, whoever ends before."""
