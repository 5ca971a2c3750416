"""What stands at the left and at the right of the views."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from widgets.controls.buttons import IconButton
from widgets.controls.labels import ground
from widgets.controls.rail import Folding, Rail
from widgets.panels.equations_panel import EquationsPanel
from widgets.panels.evidence_panel import EvidencePanel
from widgets.panels.explanation_panel import ExplanationPanel
from widgets.panels.gallery.gallery_dock import GalleryDock
from widgets.panels.instruments_panel import InstrumentsPanel
from widgets.panels.invariants_panel import InvariantsPanel
from widgets.panels.model_panel import ModelPanel
from widgets.panels.parameters_panel import ParametersPanel
from widgets.theme.look import LOOK
from widgets.theme.tokens import DOCK_RANGE, ICON_RAIL, NARROWEST_VIEWS

PAGES = ("Parameters", "Lesson", "Evidence")


class Dock(QDockWidget):
    """A dock whose title bar is our own row; it can be dragged out by it and put back."""

    def __init__(self, name: str, content: QWidget, handle: QWidget | None) -> None:
        super().__init__(name)
        self.setObjectName(name)
        self.setWidget(content)
        self.setTitleBarWidget(handle or QWidget())
        self.setMinimumWidth(DOCK_RANGE[0])
        self.setMaximumWidth(DOCK_RANGE[1])


class Column(QSplitter):
    """Panels one above the other, parted by one line."""

    def __init__(self, *panels: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for panel in panels:
            self.addWidget(panel)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setSizes([640, 360])

    def sizeHint(self) -> QSize:
        """As wide as the dock wants to be."""
        return QSize(LOOK.density.left_dock, 400)


class Tabs(QWidget):
    """The row of tabs that is also the handle of the right dock."""

    def __init__(self) -> None:
        super().__init__()
        ground(self, "panel")
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        for name in PAGES:
            self.bar.addTab(name)
        self.reset = IconButton("reset", "Back to the values of the preset")
        row = QHBoxLayout(self)
        row.setContentsMargins(LOOK.px(4), 0, LOOK.px(12), 0)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.reset)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.setFixedHeight(LOOK.density.panel_header)


class Middle(QStackedWidget):
    """The gallery's page or the stage; a hidden page does not keep the window wide."""

    def minimumSizeHint(self) -> QSize:
        """Room for one small view."""
        return QSize(320, 240)


class Below(QWidget):
    """A bar for notices, and below it what stands in the middle."""

    def __init__(self, bar: QWidget, middle: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(middle, 1)


class LeftDock:
    """Gallery above equations; a rail of icons where the views need the room."""

    def __init__(self, window: QMainWindow) -> None:
        self.gallery = GalleryDock()
        self.equations = EquationsPanel()
        self.model = ModelPanel()
        self.below = QStackedWidget()
        self.below.addWidget(self.equations)
        self.below.addWidget(self.model)
        self.column = Column(self.gallery, self.below)
        self.rail = Rail()
        self.folding = Folding(self.column, self.rail)
        self.rail.wanted.connect(lambda: self.fold(False))
        self._narrow = False
        self.dock = Dock("Gallery", self.folding, None)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.dock)

    def fold(self, on: bool) -> None:
        """Leave only the rail, or bring the dock back."""
        self.folding.setCurrentIndex(int(on))
        self.dock.setMinimumWidth(ICON_RAIL if on else DOCK_RANGE[0])
        self.dock.setMaximumWidth(ICON_RAIL if on else DOCK_RANGE[1])
        self.folding.updateGeometry()

    def give_way(self, views: int) -> None:
        """Fold when the views would become too narrow, and come back when they are not.

        What the user chose in between stays until the room changes again.

        Args:
            views: Pixels across that the views would have beside the whole dock.
        """
        narrow = views < NARROWEST_VIEWS and not self.dock.isFloating()
        if narrow != self._narrow:
            self._narrow = narrow
            self.fold(narrow)

    def show_model(
        self, title: str, facts: Sequence[tuple[str, str]], trained: bool = True
    ) -> None:
        """Show a model's card in place of equations; no facts bring the equations back."""
        self.below.setCurrentIndex(1 if facts else 0)
        if facts:
            self.model.set_facts(title, facts, trained)

    def fit_below(self) -> None:
        """Give equations or card the height they need, and the gallery all the rest."""
        panel = self.model if self.below.currentIndex() else self.equations
        need = LOOK.density.panel_header + _inside(panel.area.widget(), self.column.width()) + 2
        whole = self.column.height()
        need = min(need, whole // 2)
        self.column.setSizes([whole - need, need])
        self.gallery.show_current()

    def grow(self) -> None:
        """Give the equations the room they need while they are typed, up to two thirds; never
        less than they have.
        """
        whole, has = self.column.height(), self.below.height()
        if self.below.currentIndex() or not self.below.isVisible():
            return
        inside = _inside(self.equations.area.widget(), self.column.width())
        need = min(LOOK.density.panel_header + inside + 2, whole * 2 // 3)
        if need > has:
            self.column.setSizes([whole - need, need])


class RightDock:
    """Parameters above instruments, the lesson, the evidence above the invariants."""

    def __init__(self, window: QMainWindow) -> None:
        self.tabs = Tabs()
        self.parameters = ParametersPanel()
        self.parameters.header.hide()
        self.instruments = InstrumentsPanel()
        self.lesson = ExplanationPanel()
        self.lesson.header.hide()
        self.evidence = EvidencePanel()
        self.invariants = InvariantsPanel()
        self.proofs = Column(self.evidence, self.invariants)
        self.pages = QStackedWidget()
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        self.column = Column(self.parameters, self.instruments)
        column.addWidget(self.column)
        for page in (first, self.lesson, self.proofs):
            self.pages.addWidget(page)
        self.tabs.bar.currentChanged.connect(self._turn)
        self.dock = Dock("Parameters", self.pages, self.tabs)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)

    def _turn(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.fit_proofs()  # what is hidden knows no height

    def fit_proofs(self) -> None:
        """Give the invariants the height they need, beside checks up to two thirds."""
        checks = len(self.evidence.checks)
        need = (
            LOOK.density.panel_header
            + _inside(self.invariants.area.widget(), self.proofs.width())
            + 2
        )
        whole = self.proofs.height()
        least = whole // 3 if checks else LOOK.density.panel_header + LOOK.px(48)
        need = min(need, whole - least)
        self.proofs.setSizes([whole - need, need])

    def fit_below(self) -> None:
        """Give the parameters the height they need, up to half, and the instruments the rest."""
        need = _inside(self.parameters.area.widget(), self.column.width()) + 2
        whole = self.column.height()
        need = min(need, whole // 2)
        self.column.setSizes([need, whole - need])


def _inside(content: QWidget | None, width: int) -> int:
    """Height that the content of a panel needs at a width."""
    if content is None:
        return 100
    layout = content.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return content.sizeHint().height()
