"""drill's grader: problems, checks, verdicts and what is remembered of them.

Prints nothing and knows no terminal; the commands live in `cli`. In a notebook or at the Python
prompt `from grader import check` grades what is defined there, and `%load_ext grader` gives the
cell magic `%%drill PROBLEM`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.notebook import Checked


def check(
    problem: str,
    *solutions: Any,
    device: str = "auto",
    seed: int | None = None,
    timing: bool = False,
) -> Checked:
    """Grade functions or classes that are defined in a notebook, at a prompt or in a file.

    Their source is sent to a process of its own, with the imports, functions, classes and plain
    constants that it uses; the objects themselves are not called.

    Args:
        problem: a problem's name, or enough of it
        solutions: what the problem's entry points name, `rms_norm` or `init, step`
        device: auto, cpu, cuda or mps
        seed: replays a run; else it is fresh
        timing: also compare time and cost with the reference's, some seconds

    Returns:
        The report, which shows itself: as HTML in Jupyter, as text elsewhere.

    Raises:
        UsageError: there is no such problem; or the source cannot be had, or uses what cannot be
            taken along, a tensor for one.
        MachineError: the device is not there.
    """
    from grader import notebook
    from grader.checking import Options

    return notebook.check(problem, solutions, Options(device=device, seed=seed, timing=timing))


def load_ipython_extension(shell: Any) -> None:
    """Give IPython the cell magic `%%drill`; called by `%load_ext grader`."""
    from grader.notebook import load_magic

    load_magic(shell)
