"""One research method, made visible."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping

from engines.layers.frame import Frame
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket


class Experiment(ABC):
    """Chooses a flow and its instruments, declares parameters, yields frames.

    A module `engines/experiments/<room>/<name>.py` holds one class and names it `EXPERIMENT`; it
    is constructed with the `Subject` its preset names and the preset's list of instruments.

    Attributes:
        parameters: The model of everything that can be set, flat.
    """

    parameters: type[Parameters]

    @abstractmethod
    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """Coarse results first and sharper ones later. It returns when it has nothing more to
        show, or soon after `ticket.withdrawn`: at most 50 ms of work lie between two looks.
        """

    @abstractmethod
    def flow(self, parameters: Parameters) -> Flow:
        """What an instrument may be put on while this experiment is open."""

    @abstractmethod
    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """How to show the frames, first view largest."""

    @abstractmethod
    def clock(self, parameters: Parameters) -> Clock:
        """What the timeline drives."""

    def subject_at(self, parameters: Parameters) -> Subject | None:
        """What is shown at these values, if that is chosen by them and not by the preset; the
        window shows its equations, at rest, and what is known of it.
        """
        return None

    def showing(self) -> Mapping[str, object]:
        """Values at which the model it was made with is shown, where others are shown as well."""
        return {}

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """The parameters after a gesture; the same object if it means nothing here."""
        return parameters

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """Name of a parameter to the reason why it cannot be used now."""
        return {}

    def unused(self, parameters: Parameters) -> frozenset[str]:
        """Names of parameters that change nothing now, because what they belong to is off."""
        return frozenset()


class Learning(ABC):
    """An experiment whose flow can be trained while one watches.

    Attributes:
        model: Id of what is trained.
    """

    model: str

    def trains(self, parameters: Parameters) -> str:
        """Id of the model whose recipe teaches what is shown.

        Raises:
            UnfitError: If nothing that is shown can be taught.
        """
        return self.model

    def to_watch(self, parameters: Parameters) -> Parameters:
        """The values at which a training is seen, e.g. the network in place of a formula."""
        return parameters

    def about(self, recipe: Recipe, parameters: Parameters) -> Recipe:
        """The recipe for the data that are shown.

        Raises:
            UnfitError: If the recipe cannot learn them.
        """
        return recipe

    def in_use(self, parameters: Parameters, named: Subject) -> Subject | None:
        """The model whose weights are used at these values; None if a formula is.

        Args:
            parameters: Values that are set.
            named: The model that the preset names, which is used unless values choose another.
        """
        return named

    @abstractmethod
    def training_frames(
        self,
        recipe: Recipe,
        parameters: Parameters,
        ticket: Ticket,
        now: Callable[[], Parameters] | None = None,
    ) -> Iterator[Frame]:
        """Frames of the flow while the loss falls.

        Args:
            recipe: How it is trained.
            parameters: Values at the beginning.
            ticket: To withdraw it.
            now: Values at this moment, for a hand that moves while it is trained.
        """
