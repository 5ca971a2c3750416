"""The views of what is open, and the strip of tasks below them."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from app.session.trouble import Trouble
from app.session.workspace import Workspace
from engines.layers.frame import Frame
from engines.parameters.declare import Declaration, Parameters, declarations
from widgets.panels.bars.task_strip import TaskStrip
from widgets.theme.look import LOOK
from widgets.views.arrangement import Arrangement
from widgets.views.surface_view import SurfaceView
from widgets.views.surround.notices import KEPT
from widgets.views.view import View

FOLLOWED = 8.0  # frames a second from which the playhead comes with them: one picture, not two
FULL_TURN = 240.0  # pixels of a pull on a number that run through its whole range


class Stage(QWidget):
    """Shows one workspace: its views, its frames, its clock; and tells it what hands do.

    Attributes:
        export_requested: A view's picture is wanted.
        details: Text behind a sentence of trouble.
    """

    export_requested = pyqtSignal()
    details = pyqtSignal(str)

    def __init__(self, workspace: Workspace, most: int = 4) -> None:
        super().__init__()
        self.workspace = workspace
        self.most = most
        self.arrangement = Arrangement(LOOK.theme)
        self.tasks = TaskStrip()
        self._fresh = False
        self._late = False  # the playhead, which waits for the next frame
        self._frame: Frame | None = None
        self._trouble = Trouble()
        self._shown = ""  # of it, in a bar
        self._seen: Parameters | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.arrangement, 1)
        column.addWidget(self.tasks)
        self.arrangement.view_made.connect(self._connect)
        workspace.opened.connect(self._opened)
        workspace.parameters_changed.connect(self._parameters_changed)
        workspace.values_moved.connect(self._values_moved)
        workspace.frame_arrived.connect(self._show)
        workspace.time_moved.connect(self._time_moved)
        workspace.trouble.connect(self.say)
        workspace.shader_live = self.set_uniforms
        workspace.shader_shown = self.has_live_field
        LOOK.changed.connect(self._look_changed)

    @property
    def views(self) -> list[View]:
        """The views on the stage, the largest first."""
        return list(self.arrangement.views)

    @property
    def frame(self) -> Frame | None:
        """What is shown, or None before anything was computed."""
        return self._frame

    @property
    def settled(self) -> bool:
        """Whether nothing is being computed or refined."""
        drawn = [view.canvas for view in self.views if isinstance(view, SurfaceView)]
        return not self.workspace.busy and not any(canvas.refining for canvas in drawn)

    @property
    def rate(self) -> float:
        """Pictures per second the slowest canvas could draw; 0 while nothing is drawn."""
        slowest = [
            sum(canvas.frame_seconds) / len(canvas.frame_seconds)
            for canvas in (v.canvas for v in self.views if isinstance(v, SurfaceView))
            if canvas.frame_seconds
        ]
        return 1.0 / max(max(slowest), 1e-4) if slowest else 0.0

    @property
    def device(self) -> str:
        """What draws, e.g. "GL 4.5, software"; "" before anything was drawn."""
        for view in self.views:
            facts = view.canvas.device if isinstance(view, SurfaceView) else None
            if facts is not None:
                number = facts.version.split(" ")[0].split("-")[0]
                return f"GL {number}, software" if facts.software else f"GL {number}"
        return ""

    def say(self, sentence: str) -> None:
        """A sentence of trouble under the header of the first view, until it is read."""
        self._trouble.say(sentence)
        self._show_trouble()

    def put_away(self) -> bool:
        """What stands was read; whether anything stood."""
        troubled = [view for view in self.views if view.trouble.sentence]
        self._trouble.read()
        for view in troubled:
            view.set_trouble("")
        return bool(troubled)

    def _show_trouble(self) -> None:
        sentence, before = self._trouble.sentence, self._shown
        self._shown = sentence
        for i, view in enumerate(self.views):
            mine = bool(before) and view.trouble.sentence == before  # others come from a canvas
            if i == 0 and sentence:
                if (view.trouble.sentence, view.trouble.kind) != (sentence, self._trouble.kind):
                    kind = self._trouble.kind
                    view.set_trouble(
                        sentence, self._trouble.detail, KEPT if kind == "error" else "", kind
                    )
            elif mine:
                view.set_trouble("")

    def set_uniforms(self, values: Mapping[str, float]) -> bool:
        """Hand values to whatever is drawn on the graphics card.

        Returns:
            Whether a field or a swarm drawn there took them.
        """
        taken = [view.set_uniforms(values) for view in self.views]
        return any(taken)

    def light(self, name: str) -> None:
        """Let a number in the equations glow while its slider moves; "" for none."""
        for view in self.views:
            view.set_lit(name)

    def has_live_field(self) -> bool:
        """Whether a field or a swarm is drawn on the graphics card."""
        frame = self._frame
        drawn = any(isinstance(view, SurfaceView) and view.canvas.draws for view in self.views)
        return drawn and frame is not None and any(n.endswith("_live") for n in frame.layers)

    def _opened(self, opened: object) -> None:
        self._frame = None
        self._fresh = True
        self._parameters_changed(self.workspace.parameters)
        self._trouble.forget()
        self._shown = ""
        for view in self.views:
            view.set_trouble("")

    def _parameters_changed(self, parameters: Parameters | None) -> None:
        opened = self.workspace.open_now
        if opened is None or parameters is None:
            return
        specs = opened.experiment.views(parameters)[: self.most]
        self.arrangement.show_specs(specs, self._fresh)
        self._fresh = False
        clocked = self.workspace.clock.parameter
        still = parameters.model_copy(update={clocked: 0.0}) if clocked else parameters
        if still != self._seen:  # time that passes is no act
            self._seen = still
            self._trouble.act()
        numbers = self._numbers(parameters)
        for view in self.views:
            view.set_values(numbers)

    def _connect(self, view: View) -> None:
        view.gesture.connect(self.workspace.gesture)
        view.export_requested.connect(self.export_requested)
        view.details_requested.connect(self.details)
        view.number_dragged.connect(self._number_dragged)
        view.trouble.dismissed.connect(self._trouble.read)
        view.number_released.connect(lambda name: self.workspace.settle())
        if isinstance(view, SurfaceView):
            view.canvas.released.connect(self.workspace.settle)
        view.set_time(self._playhead(self.workspace.time))
        view.set_clock(self.workspace.time)

    def _numbers(self, parameters: Parameters) -> dict[str, str | float]:
        numbers: dict[str, str | float] = {}
        for name, d in declarations(type(parameters)).items():
            if d.kind == "real":
                numbers[name] = float(getattr(parameters, name))
            elif d.kind == "whole":
                numbers[name] = str(getattr(parameters, name))
        return numbers

    def _values_moved(self, values: Mapping[str, float]) -> None:
        self.set_uniforms(values)

    def _number_dragged(self, name: str, pixels: float) -> None:
        parameters = self.workspace.parameters
        if parameters is None:
            return
        d: Declaration | None = declarations(type(parameters)).get(name)
        if d is not None:
            value = float(getattr(parameters, name)) + (d.high - d.low) * pixels / FULL_TURN
            self.workspace.edit(name, min(max(value, d.low), d.high), final=False)

    def _show(self, frame: Frame) -> None:
        self._frame = frame
        playhead = self._playhead(self.workspace.time)
        for view in self.views:
            if self._late:
                view.set_time(playhead)
            view.show_frame(frame)
        self._late = False
        trusted = frame.trust is not None and frame.trust.level == "good"
        self._trouble.see(frame.notes, doubtful=frame.progress >= 1.0 and not trusted)
        self._show_trouble()

    def _time_moved(self, time: float) -> None:
        space = self.workspace
        driven = space.playing and bool(space.clock.parameter)
        self._late = driven and space.engine_rate > FOLLOWED
        for view in self.views:
            if not self._late:
                view.set_time(self._playhead(time))
            view.set_clock(time)

    def _playhead(self, time: float) -> float | None:
        """Time along the paths; None if the clock moves the release of everything instead."""
        return time if self.workspace.clock.along else None

    def _look_changed(self) -> None:
        self.arrangement.set_theme(LOOK.theme)

    def close_views(self) -> None:
        """Let go of the graphics card."""
        LOOK.changed.disconnect(self._look_changed)
        self.arrangement.close_views()
