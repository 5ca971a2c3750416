from app.catalogue import opened, preset
from app.resting import resting


def test_what_is_off_or_unfit_rests():
    found = opened(preset("pendulum"))
    values, reasons = found.parameters, found.experiment.unfit(found.parameters)
    off = resting(values, reasons)
    assert {"FTLE", "Swarm"} <= off  # switched off; needs a flow in space
    assert "Tracers" not in off
    assert "FTLE" not in resting(values.model_copy(update={"ftle": True}), reasons)
