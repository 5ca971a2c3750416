import pytest

from app import preferences
from app.lab.launch import application


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    """The real main window, closed afterwards; every thread and timer must be gone then."""
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path / "config"))
    liked = preferences.Preferences()
    application(liked)
    from app.window import MainWindow

    made = MainWindow(liked)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made.close()


@pytest.fixture
def pendulum(qtbot, window):
    """The window with the pendulum open and its first full picture drawn."""
    frames = []
    window.workspace.frame_arrived.connect(frames.append)
    window.open("pendulum")
    qtbot.waitUntil(lambda: bool(frames) and not window.workspace.busy, timeout=60000)
    return window
