"""Heavy libraries are imported by one thread at a time."""

from __future__ import annotations

import threading

# Two threads that begin to import numba at the same moment each find it half made.
IMPORTS = threading.RLock()
