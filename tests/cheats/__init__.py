"""Attempts that try to fool the grader, and honest ones that look as if they did."""
