from __future__ import annotations

from widgets.painters.gl.facts import OpenGLFacts, current_facts


def test_a_context_knows_its_driver(context):
    facts = current_facts()
    assert facts.vendor
    assert facts.renderer
    assert facts.version[0].isdigit()
    assert facts.largest_texture >= 2048


def test_the_processor_is_told_from_a_card():
    assert OpenGLFacts("Mesa", "llvmpipe (LLVM 15)", "4.5", "4.50", 16384).software
    assert not OpenGLFacts("Intel", "Mesa Intel UHD 620", "4.6", "4.60", 16384).software
