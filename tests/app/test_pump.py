from app.pump import LONGEST_STEP, Pump


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
