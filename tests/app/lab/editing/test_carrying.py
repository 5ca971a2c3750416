import pytest

from app.catalogue import opened, preset
from app.lab.editing.carrying import carried
from engines.experiments.portraits.portrait import Portrait
from engines.parameters.reading import changed
from engines.systems.edited.sheet import sheet_of, system_of


@pytest.fixture(scope="module")
def lorenz():
    return opened(preset("lorenz-1963"))


def over(found, text):
    sheet = {**sheet_of(found.subject), "text": text}
    return Portrait(system_of(sheet, "lorenz-1963", "Lorenz, edited"))


SIGMA = "x' = sigma*(y - x)\ny' = x*(rho - z) - y\n"


def test_names_that_stay_keep_their_values_and_paths_their_starts(lorenz):
    values = changed(lorenz.parameters, {"rho": 20.0})
    new = carried(values, over(lorenz, SIGMA + "z' = x*y - beta*z + a"))
    assert (new.rho, new.sigma, new.a) == (20.0, 10.0, 1.0)
    assert new.starts == lorenz.parameters.starts


def test_a_number_that_is_typed_counts_more_than_the_slider(lorenz):
    values = changed(lorenz.parameters, {"rho": 20.0})
    new = carried(values, over(lorenz, SIGMA + "z' = x*y - beta*z\nrho = 24.5"))
    assert new.rho == 24.5


def test_a_name_that_comes_back_has_its_last_value(lorenz):
    new = carried(
        lorenz.parameters, over(lorenz, SIGMA + "z' = x*y - beta*z + kappa"), {"kappa": 2.5}
    )
    assert new.kappa == 2.5


def test_a_value_that_is_not_allowed_any_more_is_left_behind(lorenz):
    values = changed(lorenz.parameters, {"rho": 40.0})
    new = carried(values, over(lorenz, SIGMA + "z' = x*y - beta*z\nrho in [0, 30]"))
    assert new.rho <= 30.0


def test_starts_of_three_coordinates_are_none_of_two(lorenz):
    new = carried(lorenz.parameters, over(lorenz, "x' = y\ny' = -x"))
    assert all(len(place) == 2 for place in new.starts)


def test_an_instrument_that_fits_no_more_is_switched_off(lorenz):
    values = changed(lorenz.parameters, {"swarm": True, "series": True})
    new = carried(changed(values, {"tracers": False}), over(lorenz, "x' = y\ny' = -x"))
    assert new.tracers  # its default there; it was off because it did not fit before
    unfit = over(lorenz, "x' = y\ny' = -x").unfit(new)
    assert not any(getattr(new, name) for name in unfit if name in ("swarm",))
