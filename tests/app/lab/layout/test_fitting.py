from app.lab.layout.fitting import LAID_OUT
from widgets.theme.look import LOOK


def test_parts_have_the_sizes_of_the_density(window):
    window.resize(1440, 900)
    assert window.timeline.height() == LOOK.density.timeline
    assert window.menuBar().height() == LOOK.density.menu_bar
    window.resize(1280, 720)
    assert window.timeline.height() == LOOK.density.timeline


def test_lower_panels_are_fitted_once_when_they_are_laid_out(window, monkeypatch):
    window.pump.stop()
    while not window.fitting.settled:
        window.fitting.tick()
    fitted = []
    monkeypatch.setattr(window.left, "fit_below", lambda: fitted.append("left"))
    monkeypatch.setattr(window.right, "fit_below", lambda: fitted.append("right"))
    window.fitting.tick()
    assert fitted == []
    window.fitting.soon()
    for _ in range(LAID_OUT - 1):
        window.fitting.tick()
    assert fitted == []
    assert not window.fitting.settled
    window.fitting.tick()
    window.fitting.tick()
    assert fitted == ["left", "right"]
