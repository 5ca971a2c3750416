"""What all views share: header, trouble, equations, and where the body may stand."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QPoint, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from engines.layers.frame import Frame, Layer
from engines.protocols.gesture import Gesture
from engines.protocols.views import ViewSpec
from widgets.theme.look import LOOK
from widgets.theme.tokens import Theme
from widgets.views.surround.empty import EmptyState
from widgets.views.surround.equation_strip import EquationStrip
from widgets.views.surround.header import KEYS, ViewHeader
from widgets.views.surround.layer_menu import LayerMenu, without
from widgets.views.surround.legend import legend_entries
from widgets.views.surround.notices import KEPT, TroubleBar

TOP = 8  # between equations and data


class View(QWidget):
    """A widget that shows frames as a `ViewSpec` asks.

    Attributes:
        gesture: What a hand did in the picture, a `Gesture` in world units.
        maximise_requested: The view wants all the room, or wants to give it back.
        export_requested: The picture should be exported.
        layers_requested: The list of layers opens.
        focus_requested: The view was pressed and wants the keys.
        number_hovered: Name of the number under the pointer in the strip, "" when it leaves.
        number_dragged: Name of a number in the strip, and pixels it was pulled to the right.
        number_released: Name of the number let go.
        hovered: What is under the pointer, or None.
        details_requested: Text behind the sentence in the bar of trouble.
        top_changed: The rows above the data have another height.
        empty_acted: The button of the empty state was pressed.
        asked: World coordinates of a right click, for a menu.
        released: A dragged handle was let go.
    """

    gesture = pyqtSignal(object)
    maximise_requested = pyqtSignal()
    export_requested = pyqtSignal()
    layers_requested = pyqtSignal()
    focus_requested = pyqtSignal()
    number_hovered = pyqtSignal(str)
    number_dragged = pyqtSignal(str, float)
    number_released = pyqtSignal(str)
    hovered = pyqtSignal(object)
    details_requested = pyqtSignal(str)
    top_changed = pyqtSignal()
    empty_acted = pyqtSignal()
    asked = pyqtSignal(tuple)
    released = pyqtSignal()

    def __init__(self, spec: ViewSpec, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec, self._theme = spec, theme
        self._frame = Frame({}, progress=0.0)
        self._layers: dict[str, Layer] = {}
        self._hidden: set[str] = set()
        self._top_floor = 0
        self._at_top = False  # or in the middle of what is left
        self._number = 1
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.header = ViewHeader(theme, self)
        self.trouble = TroubleBar(theme, self)
        self.strip = EquationStrip(theme, self)
        self.empty = EmptyState(theme, self)
        self.header.maximise_clicked.connect(self.maximise_requested)
        self.header.export_clicked.connect(self.export_requested)
        self.header.layers_clicked.connect(self.layers_requested)
        self.header.layers_clicked.connect(self.open_layers)
        self.header.pressed.connect(self.focus_requested)
        self.trouble.details_requested.connect(self.details_requested)
        self.trouble.dismissed.connect(self._dismiss_trouble)
        self.strip.hovered.connect(self.number_hovered)
        self.strip.number_dragged.connect(self.number_dragged)
        self.strip.number_released.connect(self.number_released)
        self.empty.acted.connect(self.empty_acted)
        LOOK.changed.connect(self._look_changed)
        self._take_words()
        self.strip.height_changed.connect(self._strip_changed)

    # What the pump and the window say.

    @property
    def spec(self) -> ViewSpec:
        """How the view was asked to look."""
        return self._spec

    @property
    def number(self) -> int:
        """The number on the chip."""
        return self._number

    def set_spec(self, spec: ViewSpec) -> None:
        """Show other layers in another frame of axes, keeping the canvas."""
        if spec != self._spec:
            before, self._spec = self._spec, spec
            self._take_words()
            self.spec_changed(before)
            self.arrange()
            self.top_changed.emit()

    def clear(self) -> None:
        """Forget what was shown, because something else comes."""
        self._frame, self._layers = Frame({}, progress=0.0), {}
        self._hidden.clear()
        self.strip.set_legend(())
        self.trouble.say("")
        self.empty.say("")
        self.show_layers({}, self._frame)
        self.arrange()

    def show_frame(self, frame: Frame) -> None:
        """Draw those layers of a frame that the view is meant for."""
        meant = {n: frame.layers[n] for n in self._spec.layers if n in frame.layers}
        shown = without(meant, self._hidden)
        self._frame, self._layers = frame, shown
        self.strip.set_legend(legend_entries(shown.values()))
        if meant and not shown:
            self.set_empty("All layers are hidden.", f"Show them again ({KEYS['layers']}).")
        elif not shown and frame.progress >= 1.0:
            self.set_empty("Nothing is switched on.", "Switch on an instrument at the right.")
        elif shown and self.empty.missing:
            self.set_empty("")
        self.show_layers(shown, frame)

    @property
    def hidden(self) -> frozenset[str]:
        """Names of the layers that are not drawn although they are there."""
        return frozenset(self._hidden)

    def set_layer_shown(self, name: str, shown: bool) -> None:
        """Draw a layer or leave it out."""
        (self._hidden.discard if shown else self._hidden.add)(name)
        self.show_frame(self._frame)

    def layer_menu(self) -> LayerMenu:
        """The list of layers with ticks; it deletes itself when it closes."""
        there = {n: self._frame.layers[n] for n in self._spec.layers if n in self._frame.layers}
        menu = LayerMenu(there, self._hidden, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.switched.connect(self.set_layer_shown)
        return menu

    def open_layers(self) -> None:
        """Open the list of layers below its icon."""
        icon = self.header.buttons["layers"]
        self.layer_menu().popup(icon.mapToGlobal(QPoint(0, icon.height() + 4)))

    def set_uniforms(self, values: Mapping[str, float]) -> bool:
        """Hand parameter values to layers that live on the graphics card; True if one took them."""
        return False

    def set_time(self, t: float | None) -> None:
        """Move the playhead; None where time is a parameter of the picture and runs along no path."""

    def set_clock(self, time: float) -> None:
        """Where the clock of the window stands, whatever it drives."""

    def set_playing(self, playing: bool) -> None:
        """Let tracers run or rest."""

    def set_values(self, values: Mapping[str, str | float]) -> None:
        """Show numbers in the equations."""
        self.strip.set_values(values)

    def set_lit(self, name: str) -> None:
        """Let a number in the equations glow while its slider moves; "" for none."""
        self.strip.set_lit(name)

    def set_number(self, number: int) -> None:
        """Set the number on the chip."""
        self._number = number
        self.header.set_number(number)

    def set_focused(self, focused: bool) -> None:
        """Mark the view as the one that has the keys."""
        self.header.set_focused(focused)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for part in (self.header, self.trouble, self.strip, self.empty):
            part.set_theme(theme)
        self.theme_changed()
        self.arrange()
        self.update()

    def set_trouble(
        self, sentence: str, detail: str = "", next_step: str = KEPT, kind: str = "error"
    ) -> None:
        """Say in a bar under the header what went wrong or is worth a note; "" takes it away."""
        self.trouble.say(sentence, detail, next_step, kind)
        self.arrange()

    def set_empty(self, missing: str, todo: str = "", action: str = "") -> None:
        """Say in place of the picture what is missing and what to do; "" shows the picture."""
        self.empty.say(missing, todo, action)
        self.arrange()

    def grab_picture(self, settled: bool = True) -> QImage:
        """The whole view in device pixels; with `settled`, first as fine as it will be."""
        ratio = self.devicePixelRatioF()
        image = QImage(
            round(self.width() * ratio),
            round(self.height() * ratio),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(self._theme.canvas))
        painter = QPainter(image)
        self.render(painter, QPoint(0, 0))
        self.paint_canvas(painter, settled)
        painter.end()
        return image

    def close_view(self) -> None:
        """Let go of timers and of the graphics card."""
        LOOK.changed.disconnect(self._look_changed)

    # Geometry.

    def natural_top(self) -> int:
        """Height of header and equations at the present width; trouble is left to its own view."""
        return LOOK.density.view_header + self.strip.height_for(self.width())

    def set_top_floor(self, floor: int, at_top: bool = False) -> None:
        """Begin the data no higher than neighbours do, and with `at_top` as high as that."""
        if (floor, at_top) != (self._top_floor, self._at_top):
            self._top_floor, self._at_top = floor, at_top
            self.arrange()

    def arrange(self) -> None:
        """Place all parts; called whenever something changes its size."""
        header = LOOK.density.view_header
        width = self.width()
        self.header.setGeometry(0, 0, width, header)
        y = header
        if self.trouble.sentence:
            height = self.trouble.height_for(width)
            self.trouble.setGeometry(0, y, width, height)
            y += height
        strip = self.strip.height_for(width)
        self.strip.setVisible(strip > 0)
        self.strip.setGeometry(0, y, width, strip)
        y = max(y + strip, self._top_floor)
        body = QRect(0, y, width, max(0, self.height() - y))
        self.empty.setGeometry(body)
        self.arrange_body(body, bool(self.empty.missing))
        self.update()

    def insets(self) -> tuple[int, int, int]:
        """Left, right and bottom distance of the data from the edge of the view."""
        density = LOOK.density
        return (
            LOOK.px(density.inset_left),
            LOOK.px(density.inset_right),
            LOOK.px(density.inset_bottom),
        )

    def sizeHint(self) -> QSize:
        return QSize(480, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self.arrange()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        self.focus_requested.emit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.canvas))
        if not self.empty.missing:
            self.paint_body(painter)

    # What a kind of view fills in.

    def show_layers(self, layers: Mapping[str, Layer], frame: Frame) -> None:
        """Draw the layers."""

    def spec_changed(self, before: ViewSpec) -> None:
        """Words, axes or names of layers may have changed; `before` is the spec until now."""

    def reset_view(self) -> None:
        """Show what was shown at first, after zooming or moving by hand."""

    def theme_changed(self) -> None:
        """The colours changed."""

    def arrange_body(self, body: QRect, empty: bool) -> None:
        """Place the picture inside `body`, or hide it if the view is empty."""

    def paint_body(self, painter: QPainter) -> None:
        """Paint what stands round the picture."""

    def paint_canvas(self, painter: QPainter, settled: bool = True) -> None:
        """Paint the picture itself where Qt cannot grab it."""

    def tell(self, kind: str, place: tuple[float, ...]) -> None:
        """Pass a gesture on."""
        self.gesture.emit(Gesture(kind, self._spec.id, tuple(float(c) for c in place)))

    def _take_words(self) -> None:
        self.header.set_words(self._spec.title, self._spec.subtitle)
        self.setAccessibleName(self._spec.title)
        left, right, _ = self.insets()
        self.strip.set_margins(left, right)
        self.strip.set_equations(self._spec.equations)

    def _strip_changed(self) -> None:
        self.arrange()
        self.top_changed.emit()

    def _dismiss_trouble(self) -> None:
        self.set_trouble("")

    def _look_changed(self) -> None:
        left, right, _ = self.insets()
        self.strip.set_margins(left, right)
        self.set_theme(LOOK.theme)
        self.top_changed.emit()


def fitted(room: QRectF, aspect: float | None, at_top: bool = False) -> QRectF:
    """The largest rectangle of an aspect in `room`, centred, or at its top if neighbours are there.

    Sides are whole pixels. `aspect` is width over height; None takes all.
    """
    if aspect is None or room.width() <= 0 or room.height() <= 0:
        return QRectF(room)
    width = min(room.width(), room.height() * aspect)
    width, height = round(width), round(min(room.height(), width / aspect))
    left = round(room.left() + (room.width() - width) / 2)
    spare = 0 if at_top else round((room.height() - height) / 2)
    return QRectF(left, room.top() + spare, width, height)
