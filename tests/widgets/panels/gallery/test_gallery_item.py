"""What the gallery knows of presets."""

from __future__ import annotations

import pytest

from widgets.panels.gallery.gallery_item import GalleryItem, found, in_order, kinds_of, rooms_of


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["lorenz", "gyre", "ks", "thomas", "digits"]),
        ("LORENZ", ["lorenz"]),
        ("ode 3-d", ["lorenz", "thomas"]),
        ("portraits", ["lorenz", "thomas"]),
        ("1963", ["lorenz"]),
        ("walls nobody", ["gyre"]),
        ("nothing at all", []),
    ],
)
def test_a_filter_finds_items_that_have_every_word(items, text, ids):
    assert [i.id for i in found(items, text)] == ids


def test_rooms_are_counted_in_their_order(items):
    assert rooms_of(items) == {"Portraits": 2, "Transport": 1, "Fields": 1, "Latent": 1}


def test_the_most_frequent_kinds_come_first(items):
    assert kinds_of(items, 2) == ("ODE", "3-D")


def test_items_are_put_in_order():
    made = [
        GalleryItem("a", "Zeta", room="Optics", chaos=0.2),
        GalleryItem("b", "alpha", room="Plasma", chaos=None),
        GalleryItem("c", "Beta", room="Optics", chaos=1.4),
    ]
    assert [i.id for i in in_order(made, "name")] == ["b", "c", "a"]
    assert [i.id for i in in_order(made, "field")] == ["c", "a", "b"]
    assert [i.id for i in in_order(made, "chaos")] == ["c", "a", "b"]
