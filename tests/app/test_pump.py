import threading

from app.pump import LONGEST_STEP, Pump
from engines.running.mailbox import Mailbox
from engines.running.ticket import Ticket


def test_listeners_hear_how_much_time_went_by(qtbot):
    pump, heard = Pump(), []
    pump.listen(heard.append)
    pump.start()
    qtbot.waitUntil(lambda: len(heard) >= 3, timeout=60000)
    pump.stop()
    assert all(0.0 <= s <= LONGEST_STEP for s in heard)
    assert len(pump.gaps) >= 3
    assert pump.rate > 0


def test_a_stopped_pump_is_silent(qtbot, qapp):
    pump, heard = Pump(), []
    pump.listen(heard.append)
    pump.start()
    pump.stop()
    qapp.processEvents()
    assert heard == []


def test_what_an_engine_posts_is_taken_on_the_thread_of_the_window_and_no_tick_is_needed(
    qtbot, qapp
):
    pump, box, taken = Pump(), Mailbox(), []
    pump.hear(box, lambda: taken.append((box.take(), threading.current_thread())))
    sender = threading.Thread(target=box.post, args=(Ticket(), "frame"))
    sender.start()
    sender.join()
    assert taken == []
    qtbot.waitUntil(lambda: bool(taken), timeout=60000)
    assert taken == [("frame", threading.main_thread())]
    pump.stop()
    box.post(Ticket(), "late")
    qapp.processEvents()
    assert len(taken) == 1
