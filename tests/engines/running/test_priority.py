import os
import sys
import threading

from engines.running.priority import STEP_BACK, step_back


def _priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_a_thread_steps_back_with_those_it_starts_and_no_other():
    before, seen = _priority(), []

    def back():
        step_back()
        seen.append(_priority())
        later = threading.Thread(target=lambda: seen.append(_priority()))
        later.start()
        later.join()

    thread = threading.Thread(target=back)
    thread.start()
    thread.join()
    wanted = min(19, before + STEP_BACK) if sys.platform == "linux" else before
    assert seen == [wanted, wanted]
    assert _priority() == before
