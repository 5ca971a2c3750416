def test_the_head_names_what_is_open_and_jumps(qtbot, pendulum):
    assert pendulum.head.title.text() == "Pendulum"
    assert pendulum.head.field.isReadOnly()
    field = pendulum.head.field
    assert field.mapTo(pendulum, field.rect().topRight()).x() < pendulum.width()
