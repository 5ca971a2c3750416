from app.catalogue import opened, preset
from app.resting import resting


def test_what_is_off_or_unfit_rests():
    found = opened(preset("pendulum"))
    off = resting(found.experiment, found.parameters)
    assert "Lyapunov exponents" in off
    assert not {"Flow", "Tracers", "Paths", "Instruments"} & off


def test_rows_that_several_instruments_share_rest_when_all_of_them_do():
    found = opened(preset("pendulum"))
    names = {"start", "horizon", "nx"}
    assert names <= found.experiment.unused(found.parameters)
    with_ftle = found.parameters.model_copy(update={"ftle": True})
    assert not names & found.experiment.unused(with_ftle)
    off, on = (resting(found.experiment, v) for v in (found.parameters, with_ftle))
    assert on < off
