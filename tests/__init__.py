"""drill's own tests."""
