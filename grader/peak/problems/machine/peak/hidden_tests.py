"""The roofs of the machine, as one benchmark that two solutions fill."""


def bench_roof(solution, randn):
    """One call of the work."""
    return solution.work(randn)
