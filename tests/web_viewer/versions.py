"""A paste with three versions."""

FIRST = "def f(a):\n    return a\n\n\ndef g(b):\n    return b\n"
SECOND = FIRST.replace("return a", "return a + 1")
THIRD = SECOND.replace("\n\n\n", "\n\n\nLIMIT = 3\n\n\n") + "# end\n"
