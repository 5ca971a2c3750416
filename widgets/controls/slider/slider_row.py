"""A slider with its name, its number and its unit: the control the whole program turns on."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

from engines.parameters.declare import Declaration
from widgets.controls.painted import Painted, keeps
from widgets.controls.slider.keys import ASKED, COARSE, ENDS, FINE, STEPS, TYPED, pace
from widgets.controls.slider.number_field import NumberField
from widgets.controls.slider.slider_paint import Geometry, geometry, paint
from widgets.controls.slider.slider_scale import SliderScale
from widgets.theme.look import LOOK
from widgets.theme.numbers import unit_words
from widgets.theme.symbols import spoken


class SliderRow(Painted):
    """One real or whole parameter, moved by hand, by key, by wheel, or typed.

    Attributes:
        pressed: The hand took hold.
        moved: The value changed, with the value; while dragging this comes continuously.
        released: The hand let go, or a single step ended; with the value to keep.
        edited: As `moved` and `released` in one: value and whether it is final.
        value: The current value.
        reason: Why it cannot be used; "" if it can.
        dragging: Whether a hand holds it.
    """

    pressed = pyqtSignal()
    moved = pyqtSignal(float)
    released = pyqtSignal(float)
    edited = pyqtSignal(object, bool)
    own_keys = TYPED | ASKED

    def __init__(self, declaration: Declaration, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declaration = declaration
        self.scale = SliderScale(
            declaration.low,
            declaration.high,
            declaration.kind == "whole",
            declaration.logarithmic,
            float(declaration.default),
        )
        self.value = self.scale.held(float(declaration.default))
        self.reason = ""
        self.linked = ""
        self.keyed = ""
        self.untrusted: tuple[float, float] | None = None
        self.unit_column = 30
        self.dragging = False
        self._hold = 0.0  # position of the knob minus position of the pointer
        self._field: NumberField | None = None
        words = declaration.title or declaration.name
        symbol = f" {spoken(declaration.symbol)}" if declaration.symbol else ""
        self.setAccessibleName(words + symbol)
        self._trust_reason = ""
        self.setMouseTracking(True)
        self._tell()
        self.restyle()

    # What others set ------------------------------------------------------------------------

    def set_value(self, value: float) -> None:
        """Shows a value without telling anybody; a value under the hand is left alone."""
        if not self.dragging:
            self.value = self.scale.held(float(value))
            self._tell()
            self.update()

    def set_reason(self, reason: str) -> None:
        """Disables the row and shows why; "" enables it."""
        self.reason = reason
        self.setEnabled(not reason)
        self._tell()
        self.restyle()

    def set_untrusted(self, low: float | None, high: float | None, reason: str = "") -> None:
        """Hatches the stretch where a check failed; None removes it."""
        self.untrusted = None if low is None or high is None else (low, high)
        self._trust_reason = reason if self.untrusted else ""
        self._tell()
        self.restyle()

    def set_linked(self, to: str) -> None:
        """Shows that the value follows something else; "" ends it."""
        self.linked = to
        self._tell()
        self.restyle()

    def set_keyed(self, state: str) -> None:
        """Shows keyframes: "on" at one, "between" two, "" without any."""
        self.keyed = state
        self.restyle()

    def set_unit_column(self, width: int) -> None:
        """Room for the unit, at 100 %; all rows of a form share it so that numbers line up."""
        self.unit_column = width
        self.restyle()

    # Typing ---------------------------------------------------------------------------------

    def type_value(self) -> None:
        """Opens the field in which the number is typed."""
        if self._field is None and self.isEnabled():
            self._field = NumberField(self, self.scale, self.value)
            self._field.setGeometry(self._place().field.toRect())
            self._field.taken.connect(self._typed)
            self._field.closed.connect(self._close_field)
            self._field.show()
            self._field.setFocus()
            self._field.selectAll()
            self.update()

    def _typed(self, value: float) -> None:
        self._move(value)
        self._finish()

    def _close_field(self) -> None:
        if self._field is not None:
            self._field.deleteLater()
            self._field = None
            self.setFocus()
            self.update()

    @property
    def typing(self) -> bool:
        """Whether the number is being typed."""
        return self._field is not None

    # The hand -------------------------------------------------------------------------------

    def _move(self, value: float) -> None:
        value = self.scale.held(value)
        if value != self.value:
            self.value = value
            self._tell()
            self.update()
            self.moved.emit(value)
            self.edited.emit(self._kept(), False)

    def _finish(self) -> None:
        self.released.emit(self.value)
        self.edited.emit(self._kept(), True)

    def _kept(self) -> float | int:
        return int(self.value) if self.scale.whole else self.value

    def step(self, steps: float) -> None:
        """Moves by a number of steps, as an arrow key does."""
        before = self.value
        self._move(self.scale.moved(self.value, steps))
        if self.value != before:
            self._finish()

    def reset(self) -> None:
        """Back to the default."""
        self._move(float(self.declaration.default))
        self._finish()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self.reset()
            return
        place = self._place()
        if event.button() != Qt.MouseButton.LeftButton or self._over_number(event.position()):
            return
        at, knob = place.position(event.position().x()), self.scale.position(self.value)
        near = abs(at - knob) * place.track.width() <= LOOK.px(10)
        below = event.position().y() >= place.track.center().y() - LOOK.px(12)
        self.dragging = True
        self.pressed.emit()
        self._hold = knob - at if near or not below else 0.0
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        if self.dragging:
            self._drag(event)
        elif self._over_number(event.position()):
            self.setCursor(Qt.CursorShape.IBeamCursor)
        elif self._over_knob(event.position()):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def _drag(self, event: QMouseEvent) -> None:
        place = self._place()
        at = place.position(event.position().x())
        target = at + self._hold
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            now = self.scale.position(self.value)
            target = now + (target - now) * FINE
        value = self.scale.value(target)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            value = self.scale.value(round(target * COARSE) / COARSE)
        self._move(value)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if self.dragging:
            self.dragging = False
            self.update()
            self._finish()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            if self._over_number(event.position()):
                self.type_value()
            else:
                self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is None:
            return
        if not self.hasFocus():  # the panel scrolls until the row has been chosen
            event.ignore()
            return
        turns = event.angleDelta().y() or event.angleDelta().x()
        if turns:
            self.step(pace(event.modifiers()) * (1.0 if turns > 0 else -1.0))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        key = Qt.Key(event.key())
        if key in STEPS:
            self.step(STEPS[key] * pace(event.modifiers()))
        elif key in ENDS:
            self._move(self.scale.low if key == Qt.Key.Key_Home else self.scale.high)
            self._finish()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.type_value()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.reset()
        elif event.text() and event.text() in "0123456789-.":
            self.type_value()
            if self._field is not None:
                self._field.setText(event.text())
        else:
            event.ignore()

    # Looks ----------------------------------------------------------------------------------

    def _tell(self) -> None:
        d, unit = self.declaration, unit_words(self.declaration.unit)
        state = self.reason or self._trust_reason or (self.linked and f"linked to {self.linked}")
        text = self.scale.text(self.value)
        self.setAccessibleDescription(f"{text} {unit}".strip() + (f", {state}" if state else ""))
        low, high = self.scale.text(d.low), self.scale.text(d.high)
        about = [d.help, f"{low} to {high} {unit}".strip(), state]
        self.setToolTip("\n".join(line for line in about if line))

    def _place(self) -> Geometry:
        return geometry(self, self.width())

    def _over_number(self, at: QPointF) -> bool:
        return not self.reason and self._place().number.contains(at)

    def _over_knob(self, at: QPointF) -> bool:
        place = self._place()
        return QRectF(place.knob(self.scale.position(self.value)), place.knob_size).contains(at)

    def restyle(self) -> None:
        """Takes the current look and the height the words need."""
        self.setFixedHeight(round(geometry(self, max(self.width(), 1)).height))
        super().restyle()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        needed = round(self._place().height)
        if needed != self.height():
            self.setFixedHeight(needed)
        if self._field is not None:
            self._field.setGeometry(self._place().field.toRect())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = self.brush()
        paint(painter, self, self._place())
        painter.end()

    def event(self, event: QEvent | None) -> bool:
        # Arrow keys belong to the slider, not to the scroll area or to a shortcut of the window.
        # Nobody else is asked for them, and a change of the theme sends many other events.
        return (self.hasFocus() and keeps(event, (*STEPS, *ENDS))) or super().event(event)

    def changeEvent(self, event: QEvent | None) -> None:
        if self.dragging and event is not None and event.type() == QEvent.Type.EnabledChange:
            self._let_go()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._let_go()

    def _let_go(self) -> None:
        """The release will not come: the row was hidden or disabled under the hand."""
        if self.dragging:
            self.dragging = False
            self._finish()
