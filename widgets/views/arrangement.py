"""Up to four views, parted by thin lines that can be dragged; one of them may take all the room."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from engines.protocols.views import ViewSpec
from widgets.theme.look import LOOK
from widgets.theme.motion import LAYOUT, animate
from widgets.theme.tokens import Theme
from widgets.views.partition import Cut, aspect, parted, placed
from widgets.views.surround.divider import Divider, Fading
from widgets.views.table import make_view
from widgets.views.view import View

MOST = 4


class Arrangement(QWidget):
    """Holds the views. They are all its children and never change their parent.

    Attributes:
        view_made: A new `View`; connect to its signals now.
        focus_changed: The `View` that has the keys.
        maximised_changed: Whether one view has all the room.
    """

    view_made = pyqtSignal(object)
    focus_changed = pyqtSignal(object)
    maximised_changed = pyqtSignal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._views: list[View] = []
        self._spare: list[View] = []
        self._dividers: list[Divider] = []
        self._tree: int | Cut = 0
        self._shape: tuple[str, ...] = ()
        self._focused = 0
        self._maximised: View | None = None
        LOOK.changed.connect(self._look_changed)

    @property
    def views(self) -> tuple[View, ...]:
        """The views shown, in the order of their numbers."""
        return tuple(self._views)

    @property
    def focused(self) -> View | None:
        """The view that has the keys."""
        return self._views[self._focused] if self._views else None

    @property
    def maximised(self) -> View | None:
        """The view that has all the room, if one has."""
        return self._maximised

    def show_specs(self, specs: Sequence[ViewSpec], fresh: bool = False) -> tuple[View, ...]:
        """Show a view per spec, reusing views of the same kind, those of the same id first.

        Args:
            specs: What to show; four at most.
            fresh: Forget what reused views have shown, because another preset was opened.
        """
        wanted = list(specs[:MOST])
        stock = [*self._views, *self._spare]
        chosen: list[View | None] = [None] * len(wanted)
        for same_id in (True, False):
            for i, spec in enumerate(wanted):
                found = [
                    v
                    for v in stock
                    if v.spec.kind == spec.kind and (v.spec.id == spec.id or not same_id)
                ]
                if chosen[i] is None and found:
                    chosen[i] = found[0]
                    stock.remove(found[0])
        made = []
        for spec, view in zip(wanted, chosen, strict=True):
            if view is None:
                made.append(make_view(spec, self._theme))
                self._adopt(made[-1])
                continue
            if fresh or view.spec.id != spec.id:
                view.clear()
            view.set_spec(spec)
            made.append(view)
        self._spare = stock
        self.set_views(made)
        return self.views

    def set_views(self, views: Sequence[View]) -> None:
        """Show these views; the first is the largest. Views no longer shown wait in the wings."""
        before = self._views
        shape = tuple(f"{v.spec.kind}:{v.spec.id}" for v in views[:MOST])
        if shape == self._shape and list(views[:MOST]) == before:
            return  # specs come with every move of a hand; all stands where it should
        self._views = list(views[:MOST])
        for view in before:
            if view not in self._views and view not in self._spare:
                self._spare.append(view)
        for view in self._spare:
            view.hide()
        for view in self._views:
            if view.parent() is not self:
                self._adopt(view)
        for i, view in enumerate(self._views):
            view.set_number(i + 1)
        if shape != self._shape:
            self._shape, self._tree = shape, parted([v.spec for v in self._views])
        if self._maximised not in self._views:
            self._set_maximised(None)
        self._arrange()
        self.focus(min(self._focused, max(0, len(self._views) - 1)) + 1)

    def focus(self, number: int) -> None:
        """Give the keys to a view by its number, counted from 1."""
        if not 1 <= number <= len(self._views):
            return
        changed = self._focused != number - 1
        self._focused = number - 1
        for i, view in enumerate(self._views):
            view.set_focused(i == self._focused)
        if self._maximised is not None and self._maximised is not self.focused:
            self._set_maximised(self.focused)
            self._arrange()
        if changed:
            self.focus_changed.emit(self.focused)

    def toggle_maximised(self, view: View | None = None) -> None:
        """Give one view all the room, or bring the others back; the pictures cross-fade."""
        view = view or self.focused
        moving = self.isVisible() and not LOOK.still
        image = self.grab_picture(settled=False) if moving else None
        self._set_maximised(None if self._maximised is view else view)
        self._arrange()
        if image is not None:
            animate(self, 1.0, 0.0, LAYOUT, Fading(image, self).fade)

    def flash(self, number: int) -> None:
        """Light up the header of a view once."""
        if 1 <= number <= len(self._views):
            self._views[number - 1].header.flash()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for view in (*self._views, *self._spare):
            view.set_theme(theme)
        self.update()

    def grab_picture(self, settled: bool = True) -> QImage:
        """All views in device pixels; with `settled`, first as fine as they will be."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(self._theme.canvas))
        painter = QPainter(image)
        for divider in self._dividers:
            if not divider.isHidden():
                painter.drawPixmap(divider.pos(), divider.grab())
        for view in self._views:
            if not view.isHidden():
                painter.drawImage(view.pos(), view.grab_picture(settled))
        painter.end()
        return image

    def close_views(self) -> None:
        """Let go of all views, shown or waiting."""
        for view in (*self._views, *self._spare):
            view.close_view()
        self._views, self._spare = [], []

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._theme.canvas))

    def _adopt(self, view: View) -> None:
        view.setParent(self)
        view.focus_requested.connect(lambda v=view: self._focus_on(v))
        view.maximise_requested.connect(lambda v=view: self.toggle_maximised(v))
        view.top_changed.connect(self._share_tops)
        self.view_made.emit(view)

    def _focus_on(self, view: View) -> None:
        if view in self._views:
            self.focus(self._views.index(view) + 1)

    def _set_maximised(self, view: View | None) -> None:
        changed = (view is None) != (self._maximised is None)
        self._maximised = view
        for other in self._views:
            other.header.set_maximised(other is view)
        if changed:
            self.maximised_changed.emit(view is not None)

    def _arrange(self) -> None:
        box = (0, 0, self.width(), self.height())
        found = placed(self._tree, box) if self._views else placed(0, box)
        alone = self._maximised
        while len(self._dividers) < len(found.dividers):
            self._dividers.append(Divider(self))
            self._dividers[-1].moved.connect(self._moved)
        for i, divider in enumerate(self._dividers):
            if alone is None and i < len(found.dividers):
                divider.stand(*found.dividers[i])
            else:
                divider.hide()
        for i, view in enumerate(self._views):
            view.setGeometry(*(box if view is alone else found.views[i]))
            view.setVisible(alone is None or view is alone)
        self._share_tops()

    def _share_tops(self) -> None:
        """Let the data of views beside each other begin at one height; sheets stand for themselves."""
        rows: dict[int, list[View]] = {}
        for view in self._views:
            if view is self._maximised or view.spec.kind == "sheet":
                view.set_top_floor(0)
            elif not view.isHidden():
                rows.setdefault(view.y(), []).append(view)
        for row in rows.values():
            highest = max(v.natural_top() for v in row)
            shapes = {aspect(v.spec) for v in row if v.spec.kind != "space"}
            for view in row:
                view.set_top_floor(highest if len(row) > 1 else 0, at_top=len(shapes) > 1)

    def _moved(self, cut: Cut, share: float) -> None:
        cut.share = min(0.95, max(0.05, share))
        self._arrange()

    def _look_changed(self) -> None:
        self._theme = LOOK.theme
        self._arrange()
        self.update()
