from dataclasses import replace

from app.lab.editing.reading import Context, readings
from app.lab.editing.reforming import reform
from engines.running.ticket import Ticket


def test_rows_are_made_anew_only_where_they_differ(pendulum):
    found = pendulum.workspace.open_now
    form, switches = pendulum.right.parameters.form, pendulum.right.instruments.form
    reform(pendulum, replace(found))
    assert pendulum.right.parameters.form is form
    assert pendulum.right.instruments.form is switches
    text = "\n".join(found.subject.lines)
    for more in (" + kick", " + kick + push"):
        shown = pendulum.workspace.open_now
        switches = pendulum.right.instruments.form
        context = Context(found, shown, pendulum.workspace.parameters, {})
        rows = dict(form.rows)
        (reading,) = readings(text + more, context, Ticket())
        pendulum.workspace.revise(text + more, reading.found, reading.values)
        assert pendulum.right.parameters.form is form
        assert more.split()[-1] in form.rows
        assert all(form.rows[d.name] is rows[d.name] for d in found.subject.declared)
    assert pendulum.right.instruments.form is switches
