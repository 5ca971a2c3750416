"""The program `separatrix`."""

from __future__ import annotations

import os
import sys

from app import faults

# Batches are cut for all cores already; threads inside the matrix library would fight over them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Words after the program's name; those of the process if None.

    Returns:
        The exit status: 0 done, 1 a check failed, 2 a mistake that is explained in one sentence,
        70 a defect of ours, whose traceback is in a log file, 130 interrupted.
    """
    faults.install()
    from app.cli.program import run

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
