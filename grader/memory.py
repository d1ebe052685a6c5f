"""Solutions of ours on trial, every case of each run once a seed.

What a reference or a mistake observes depends on the seed alone, so many attempts that are graded
on one seed need it once. An attempt's own cases are never remembered.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader import wire
from grader.trial import Ended, LoadFailure, Trial

MOST_KEPT = 128 * 2**20  # bytes of observations


class Memory:
    """One process and what its solutions did; behaves as a `Trial` of the solution put last."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._seed: int | None = None
        self._known: dict[str, dict[str, Ended]] = {}
        self._kept = 0
        self._wanted = ("", "")
        self._held = ""
        self._loading = False
        self._names: tuple[str, ...] = ()
        self._running = False

    @property
    def cases(self) -> tuple[wire.CaseInfo, ...]:
        """The problem's cases."""
        return self._trial.cases

    @property
    def failure(self) -> LoadFailure | None:
        """Why the solution in the process cannot be run."""
        return self._trial.failure

    def put(self, path: str, source: str, *, seed: int) -> None:
        """Choose a solution; it goes into the process now where nothing of it is known."""
        if seed != self._seed or self._kept > MOST_KEPT:
            self._seed, self._kept, self._held = seed, 0, ""
            self._known.clear()
        self._wanted = (path, source)
        if path not in self._known:
            self._known[path] = {}
            self._hold()

    def load(self) -> None:
        """Wait until the solution is loaded, where it had to be."""
        if self._loading:
            self._loading = False
            self._trial.load()

    def begin(self, names: Sequence[str]) -> None:
        """Ask for these cases; only those are run that have not been."""
        self._names = tuple(names)
        known = self._known[self._wanted[0]]
        missing = [name for name in names if name not in known]
        self._running = bool(missing)
        if missing:
            self._hold()
            self.load()
            self._trial.begin(missing)

    def finish(self) -> list[Ended]:
        """Return how the cases asked for ended."""
        known = self._known[self._wanted[0]]
        if self._running:
            for ended in self._trial.finish():
                known[ended.name] = ended
                self._kept += len(ended.observations)
        return [known[name] for name in self._names]

    def run(self, names: Sequence[str]) -> list[Ended]:
        """Run these cases and wait."""
        self.begin(names)
        return self.finish()

    def close(self) -> None:
        """End the process."""
        self._trial.close()

    def _hold(self) -> None:
        path, source = self._wanted
        if self._held != path:
            self._held, self._loading = path, True
            self._trial.put(path, source, seed=self._seed)
