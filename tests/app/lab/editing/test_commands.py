from app.lab.editing.commands import editing_acts


def test_each_act_says_when_it_can_be_done(window):
    acts = {act.title: act for act in editing_acts(window)}
    assert acts["New system"].possible is None
    for title in ("Save as preset", "Edit equations", "Discard edits"):
        assert not acts[title].possible()


def test_the_caret_goes_into_the_equations(qtbot, pendulum):
    pendulum.activateWindow()
    pendulum.actions_by_title["Edit equations"].trigger()
    qtbot.waitUntil(pendulum.left.equations.editor.hasFocus)
    assert not pendulum.left.folding.folded
