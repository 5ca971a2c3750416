import pytest

from app.session.trouble import Trouble, sentence_of
from engines.errors import FlowError


@pytest.fixture
def trouble():
    return Trouble()


def test_what_was_said_outlives_the_pictures_that_come_by_themselves(trouble):
    trouble.say("out/: no such folder")
    for notes in ((), ("one path left the picture",), ()):
        trouble.see(notes)
        assert trouble.sentence == "out/: no such folder"


def test_a_good_picture_after_an_act_is_the_answer(trouble):
    trouble.say("the flow left the room")
    trouble.act()
    assert trouble.sentence == "the flow left the room"
    trouble.see(())
    assert trouble.sentence == ""


def test_a_new_sentence_supersedes_the_old_one_and_wants_an_act_of_its_own(trouble):
    trouble.say("the first")
    trouble.act()
    trouble.say("the second")
    trouble.see(())
    assert trouble.sentence == "the second"


def test_notes_stand_as_long_as_pictures_carry_them(trouble):
    trouble.see(("one path blew up", "at t = 3"))
    assert trouble.sentence == "one path blew up"
    assert trouble.detail == "one path blew up\nat t = 3"
    trouble.see(())
    assert trouble.sentence == ""


def test_what_was_read_does_not_come_back_with_the_next_picture(trouble):
    trouble.say("the disk is full")
    trouble.see(("one path blew up",))
    trouble.read()
    assert trouble.sentence == "one path blew up"
    trouble.read()
    trouble.see(("one path blew up",))
    assert trouble.sentence == ""
    trouble.see(())
    trouble.see(("one path blew up",))
    assert trouble.sentence == "one path blew up"


def test_another_preset_knows_nothing_of_it(trouble):
    trouble.say("the disk is full")
    trouble.see(("one path blew up",))
    trouble.forget()
    assert trouble.sentence == ""


def test_an_exception_is_a_sentence_whatever_it_was():
    assert sentence_of(FlowError("step = 0, allowed above 0")) == "step = 0, allowed above 0"
    said = sentence_of(ZeroDivisionError("division by zero"))
    assert said == "Something went wrong inside the engine (ZeroDivisionError: division by zero)."


def test_a_note_is_calm_unless_the_picture_is_not_trusted_and_what_was_said_is_an_error(trouble):
    trouble.see(("two nodes have no value",))
    assert (trouble.kind, trouble.detail) == ("note", "")
    trouble.see(("two nodes have no value",), doubtful=True)
    assert trouble.kind == "warn"
    trouble.say("the disk is full")
    assert trouble.kind == "error"
