"""The one style sheet, generated from the tokens. Painted widgets do not need it."""

from __future__ import annotations

from string import Template

from widgets.theme.tokens import TEXT_TOKENS, Theme, mixed

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog { background: $window; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QWidget[surface="canvas"] { background: $canvas; }
QWidget[surface="window"] { background: $window; }
QWidget[surface="panel"] { background: $panel; }
QWidget[surface="raised"] { background: $raised; }
QWidget[surface="line"] { background: $line; }
QWidget[surface="card"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QWidget[surface="note"] { background: $panel; border: 1px solid $line; border-radius: 6px; }
QWidget[surface="field"] { background: $canvas; border: 1px solid $line; border-radius: 6px; }
QWidget[surface="dialog"] { background: $panel; border: 1px solid $line; border-radius: 10px; }

QScrollArea, QScrollArea > QWidget > QWidget[surface="clear"] { background: transparent; }
QScrollArea, QAbstractScrollArea { border: none; }
QAbstractScrollArea::corner { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 8px; }
QScrollBar:horizontal { height: 8px; }
QScrollBar::handle { background: $control; border-radius: 2px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $window; color: $text2; border-bottom: 1px solid $line; padding: 0 4px; }
QMenuBar::item { background: transparent; padding: ${p5}px ${p8}px; border-radius: 4px; }
QMenuBar::item:selected { background: $raised; color: $text; }
QMenu { background: $panel; border: 1px solid $line; border-radius: 6px; padding: 4px; }
QMenu::item { padding: ${p5}px ${p24}px ${p5}px ${p12}px; border-radius: 4px; }
QMenu::item:selected { background: $wash; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolTip { background: $control; color: $text; border: 1px solid $line; padding: 4px 6px; }

QPushButton { background: $control; color: $text; border: 2px solid $control;
    border-radius: 5px; padding: 0 ${p12}px; min-height: ${p24}px; max-height: ${p24}px; }
QPushButton:hover { background: $press; border-color: $press; }
QPushButton:pressed { background: $line; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $ink; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="quiet"] { background: transparent; color: $text2; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $raised; color: $text; border-color: $raised; }
QPushButton[kind="text"] { background: transparent; color: $text; border: 2px solid transparent;
    border-radius: 4px; padding: 0 2px; min-height: ${p16}px; max-height: ${p16}px; }
QPushButton[kind="text"]:hover { color: $accent; }
QPushButton:focus, QPushButton[kind="quiet"]:focus, QPushButton[kind="text"]:focus {
    border-color: $accent; }
QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton:disabled { background: $raised; color: $faint; border-color: $raised; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: $raised; color: $text;
    border: 1px solid $line; border-radius: 5px; padding: 0 ${p8}px;
    min-height: ${p26}px; max-height: ${p26}px; selection-background-color: $wash;
    selection-color: $text; }
QLineEdit:hover, QComboBox:hover { border-color: $edge; }
QLineEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 0 ${p7}px;
    min-height: ${p24}px; max-height: ${p24}px; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { background: transparent; border: none;
    padding: 0; min-height: 0; max-height: 1000px; }
QComboBox::drop-down { border: none; width: ${p24}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; outline: none;
    selection-background-color: $wash; selection-color: $text; padding: 4px; }

QListWidget, QListView, QTreeView, QTableView { background: transparent; border: none;
    outline: none; }
QListView::item { padding: ${p5}px ${p8}px; border-radius: 4px; }
QListView::item:selected { background: $wash; color: $text; }
QPlainTextEdit, QTextBrowser, QTextEdit { background: $canvas; color: $text;
    border: 1px solid $line; border-radius: 5px; selection-background-color: $wash;
    selection-color: $text; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; }
QTextEdit[bare="true"], QTextEdit[bare="true"]:focus { background: transparent; border: none; }

QTabBar { background: $panel; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $text2; padding: ${p8}px ${p12}px ${p7}px ${p12}px;
    border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QDockWidget { color: $text; titlebar-close-icon: none; titlebar-normal-icon: none; }
QDockWidget::title { background: $panel; padding: 8px 16px; }
QStatusBar { background: $window; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $line; }
""")


def sheet(theme: Theme, scale: float = 1.0) -> str:
    """The style sheet of a theme; paddings and heights grow with the text."""
    values = {
        **theme.colours(),
        "faint": mixed(theme.panel, theme.text, 0.45),
        "press": mixed(theme.control, theme.text, 0.10),
        "accent_hover": mixed(theme.accent, theme.text if theme.dark else theme.canvas, 0.12),
    }
    values |= {f"p{n}": str(round(n * scale)) for n in (5, 7, 8, 12, 16, 24, 26)}
    tones = "\n".join(
        f'QLabel[tone="{token}"] {{ color: {getattr(theme, token)}; }}'
        for token in (*TEXT_TOKENS, "ink")
    )
    return _SHEET.substitute(values) + tones
