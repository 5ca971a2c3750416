"""The palette Qt's own widgets take their colours from."""

from __future__ import annotations

from PyQt6.QtGui import QColor, QPalette

from widgets.theme.tokens import Theme, mixed


def palette(theme: Theme) -> QPalette:
    """All roles of a `QPalette` in the colours of `theme`; disabled text at 45 %."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.raised,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.PlaceholderText: theme.text3,
        role.Button: theme.control,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.ToolTipBase: theme.control,
        role.ToolTipText: theme.text,
        role.Highlight: theme.wash,
        role.HighlightedText: theme.text,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Accent: theme.accent,
        role.Light: theme.raised,
        role.Midlight: theme.control,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.canvas,
    }.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        faint = QColor(mixed(theme.panel, theme.text, 0.45))
        made.setColor(QPalette.ColorGroup.Disabled, which, faint)
    return made
