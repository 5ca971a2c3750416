"""Which class shows which kind of view."""

from __future__ import annotations

from engines.protocols.views import ViewSpec
from widgets.theme.tokens import Theme
from widgets.views.chart_view import ChartView
from widgets.views.plane_view import PlaneView
from widgets.views.sheet_view import SheetView
from widgets.views.space_view import SpaceView
from widgets.views.statements.statements_view import StatementsView
from widgets.views.view import View

VIEWS: dict[str, type[View]] = {
    "plane": PlaneView,
    "space": SpaceView,
    "chart": ChartView,
    "sheet": SheetView,
    "statements": StatementsView,
}


def make_view(spec: ViewSpec, theme: Theme) -> View:
    """A view of the kind a spec asks for.

    Raises:
        KeyError: If there is no such kind.
    """
    if spec.kind not in VIEWS:
        raise KeyError(f"view '{spec.id}': kind = '{spec.kind}', allowed {', '.join(VIEWS)}")
    made: View = VIEWS[spec.kind](spec, theme)  # type: ignore[call-arg]
    return made
