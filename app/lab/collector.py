"""Python's collector of cycles, kept from what stays for good."""

from __future__ import annotations

import gc
import sys

GROWN = 20  # modules more than before, from which it is worth a look


class Collector:
    """After compilers and libraries of tensors are loaded, a full collection looks through several
    hundred thousand objects that all stay, and the window stands still for it: a quarter of a
    second. What is there when new modules have been loaded is taken out of its sight.
    """

    def __init__(self) -> None:
        self._modules = 0

    def spare(self, *_: object) -> None:
        """Take out of sight what is there, if many modules are new since the last time."""
        if len(sys.modules) > self._modules + GROWN:
            self._modules = len(sys.modules)
            gc.freeze()
