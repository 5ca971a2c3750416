"""Each kind of view has its class."""

from __future__ import annotations

from dataclasses import replace

import pytest

from widgets.theme.tokens import DARK
from widgets.views.table import VIEWS, make_view


@pytest.mark.parametrize("kind", ["plane", "space", "chart", "sheet"])
def test_every_kind_of_the_protocol_is_shown(qtbot, specs, kind):
    view = make_view(specs[kind], DARK)
    qtbot.addWidget(view, before_close_func=lambda v: v.close_view())
    assert type(view) is VIEWS[kind]
    assert view.spec is specs[kind]


def test_an_unknown_kind_names_the_known_ones(specs):
    with pytest.raises(KeyError, match="kind = 'globe', allowed plane, space, chart, sheet"):
        make_view(replace(specs["plane"], kind="globe"), DARK)
