"""drill's grader: problems, checks, verdicts and what is remembered of them.

Prints nothing and knows no terminal; the commands live in `cli`.
"""
