"""Back and forward."""

from orderdesk_gui.ui.navigation import History


def test_back_and_forward_and_a_new_way() -> None:
    history = History()
    assert not history.can_go(-1)
    for place in (("a", None), ("b", 1), ("b", 1), ("c", 2)):
        history.visit(*place)
    assert history.go(-1) == ("b", 1)
    assert history.go(-1) == ("a", None)
    assert history.go(-1) is None
    assert history.go(1) == ("b", 1)
    history.visit("d", None)
    assert not history.can_go(1)
    assert history.go(-1) == ("b", 1)
