"""The colours and measures of the look, as frozen records. Imports no Qt: export reads them too."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

SURFACES = ("canvas", "panel", "control", "wash")
TEXT_TOKENS = (
    "text",
    "text2",
    "text3",
    "accent",
    "attract",
    "repel",
    "centre",
    "learned",
    "warn",
    "error",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, each as '#RRGGBB'.

    Warm repels, cool attracts; the accent is the hand and never data.

    Attributes:
        name: "dark" or "light".
        canvas: Ground of the views; low values sink into it.
        window: Menu bar, status bar, ground of the gallery.
        panel: Docks, cards, dialogs.
        raised: Fields, a hovered row.
        control: Buttons, tags, chips.
        wash: Selection, halo of a knob.
        line: Separators, grid of charts.
        edge: Tracks and ticks, never text.
        text: Values and titles.
        text2: Labels.
        text3: Units, ticks, hints.
        accent: What is touched or can be.
        ink: Text on the accent.
        attract: Stable, backward in time, negative.
        repel: Unstable, forward in time, positive.
        centre: Centres, neutral.
        learned: The learned flow.
        warn: Untrusted, outside the data.
        error: Failed, did not parse.
    """

    name: str
    canvas: str
    window: str
    panel: str
    raised: str
    control: str
    wash: str
    line: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    ink: str
    attract: str
    repel: str
    centre: str
    learned: str
    warn: str
    error: str

    @property
    def dark(self) -> bool:
        """Whether light is written on dark."""
        return self.name == "dark"

    def colours(self) -> dict[str, str]:
        """Token to '#RRGGBB', without the name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "name"}


DARK = Theme(
    name="dark",
    canvas="#0C0F13",
    window="#12161B",
    panel="#161B21",
    raised="#1D232B",
    control="#27303A",
    wash="#173833",
    line="#2A323D",
    edge="#6B7887",
    text="#E8ECF1",
    text2="#B3BDC9",
    text3="#95A1AE",
    accent="#4FD1B8",
    ink="#06231D",
    attract="#6FB1FF",
    repel="#FF8A5C",
    centre="#D5DBE3",
    learned="#E78AC3",
    warn="#F2B84B",
    error="#FF7A85",
)
LIGHT = Theme(
    name="light",
    canvas="#FFFFFF",
    window="#E9EDF1",
    panel="#F5F7F9",
    raised="#FFFFFF",
    control="#E3E8ED",
    wash="#D3ECE8",
    line="#D5DBE2",
    edge="#7C8794",
    text="#14191F",
    text2="#414C58",
    text3="#5C6774",
    accent="#00706A",
    ink="#FFFFFF",
    attract="#1B66B8",
    repel="#B83A08",
    centre="#414C58",
    learned="#A02C74",
    warn="#805200",
    error="#B01C2E",
)
THEMES: dict[str, Theme] = {DARK.name: DARK, LIGHT.name: LIGHT}


@dataclass(frozen=True, slots=True)
class Density:
    """Sizes of the regions of the window, in logical pixels at 100 % text.

    Attributes:
        name: "tight" or "normal".
        menu_bar: Height.
        left_dock: Width.
        right_dock: Width.
        task_row: Height of one row of the task strip.
        timeline: Height.
        status_bar: Height.
        panel_header: Height of the header of a dock.
        view_header: Height of the header of a view.
        equation_strip: Height of one row of equations.
        slider_row: Height.
        instrument_row: Height.
        inset_left: From the edge of a view to its data.
        inset_right: The same at the right, without a colour bar.
        inset_right_bar: The same with a colour bar.
        inset_bottom: The same below.
        thumbnail: Width and height of a picture in the gallery dock.
    """

    name: str
    menu_bar: int
    left_dock: int
    right_dock: int
    task_row: int
    timeline: int
    status_bar: int
    panel_header: int
    view_header: int
    equation_strip: int
    slider_row: int
    instrument_row: int
    inset_left: int
    inset_right: int
    inset_right_bar: int
    inset_bottom: int
    thumbnail: tuple[int, int]


TIGHT = Density(
    name="tight",
    menu_bar=28,
    left_dock=224,
    right_dock=272,
    task_row=28,
    timeline=59,
    status_bar=22,
    panel_header=36,
    view_header=30,
    equation_strip=32,
    slider_row=40,
    instrument_row=28,
    inset_left=52,
    inset_right=20,
    inset_right_bar=46,
    inset_bottom=38,
    thumbnail=(48, 30),
)
NORMAL = Density(
    name="normal",
    menu_bar=30,
    left_dock=256,
    right_dock=304,
    task_row=28,
    timeline=67,
    status_bar=24,
    panel_header=36,
    view_header=30,
    equation_strip=36,
    slider_row=42,
    instrument_row=30,
    inset_left=52,
    inset_right=20,
    inset_right_bar=82,
    inset_bottom=38,
    thumbnail=(64, 40),
)
ICON_RAIL = 40
NARROWEST_VIEWS = 560
DOCK_RANGE = (200, 480)
EXPORT_DIALOG = (820, 540)
TEXT_SCALES = (1.0, 1.25, 1.5)
SIZES = {"small": 11, "body": 13, "title": 18}


def density(width: int, height: int, scale: float = 1.0) -> Density:
    """The sizes for a window of `width` x `height` logical pixels.

    Under 800 pixels of height all is tight; on wide windows the docks grow, and they grow with
    the text.

    Args:
        width: Logical pixels.
        height: Logical pixels.
        scale: Scale of the text, 1 to 1.5.
    """
    if height < 800:
        base = TIGHT
    elif height >= 1600:
        base = replace(
            NORMAL,
            menu_bar=32,
            left_dock=360,
            right_dock=432,
            task_row=32,
            timeline=80,
            status_bar=28,
            slider_row=44,
            instrument_row=32,
        )
    elif width >= 1800:
        base = replace(NORMAL, left_dock=288, right_dock=336)
    else:
        base = NORMAL
    if scale == 1.0:
        return base
    grown = (
        "menu_bar",
        "left_dock",
        "right_dock",
        "task_row",
        "timeline",
        "status_bar",
        "panel_header",
        "view_header",
        "equation_strip",
        "slider_row",
        "instrument_row",
    )
    return replace(base, **{name: round(getattr(base, name) * scale) for name in grown})


def channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of '#RRGGBB', each from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 to 21.

    (L1 + 0.05) / (L2 + 0.05) with relative luminance L of the linearised channels.

    Source: WCAG 2.2, relative luminance and contrast ratio.
    """

    def luminance(colour: str) -> float:
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def mixed(ground: str, colour: str, share: float) -> str:
    """`share` of `colour` over `ground`, as '#RRGGBB'."""
    blend = (g + (c - g) * share for g, c in zip(channels(ground), channels(colour), strict=True))
    return "#" + "".join(f"{round(v * 255):02X}" for v in blend)
