"""What a hint is."""

Hint = tuple[str, str]
"""How to mend it, in Swedish and English."""
