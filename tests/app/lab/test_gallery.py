from app.catalogue import opened, preset, presets
from app.lab.gallery import FIRST, PICTURES


def test_the_gallery_holds_every_preset_and_lorenz_moves_first(qtbot, window):
    assert {i.id for i in window.gallery.items} == {p.id for p in presets()}
    assert window.gallery.items[0].id == FIRST
    frames = []
    window.gallery.workspace.frame_arrived.connect(frames.append)
    qtbot.waitUntil(lambda: bool(frames), timeout=60000)
    assert window.gallery.workspace.open_now.preset.id == FIRST
    assert window.gallery.workspace.playing


def test_every_preset_has_a_picture_of_itself():
    for each in presets():
        assert (PICTURES / f"{each.id}.png").is_file(), each.id


def test_a_chosen_card_opens(qtbot, window):
    window.gallery.page.opened.emit("saddle")
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    assert window.middle.currentIndex() == 1
    window.workspace.cancel()


def test_equations_are_shown_as_they_were_written(qtbot, pendulum):
    lines, about = pendulum.gallery.written(pendulum.workspace.open_now)
    assert lines[0] == "theta' = v"
    assert about == "Steady."


def test_a_hyphen_in_the_title_of_data_is_no_minus(window):
    lines, about = window.gallery.written(opened(preset("ocean-gyres")))
    assert lines == ["data Wind\N{HYPHEN}driven double gyre"]
    assert about == "Depends on time."


def test_flows_that_are_built_in_are_called_by_their_title(window):
    lines, about = window.gallery.written(opened(preset("dpm-ot")))
    assert lines == ["A jump and a short tail"]
    assert about == "Built in. Depends on time."
