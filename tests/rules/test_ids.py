from datetime import UTC, datetime, timedelta

from orderdesk_gui.rules.ids import new_id


def test_ids_grow_within_a_millisecond_and_when_the_clock_goes_back() -> None:
    moment = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
    moments = [moment] * 500 + [moment - timedelta(days=3)] * 500 + [moment + timedelta(seconds=1)]
    ids = [new_id(lambda now=now: now) for now in moments]  # type: ignore[misc]
    assert ids == sorted(set(ids))
    assert {(made.version, made.variant) for made in ids} == {(7, "specified in RFC 4122")}


def test_an_id_carries_the_moment() -> None:
    moment = datetime(2031, 5, 6, 7, 8, 9, 123000, tzinfo=UTC)
    assert new_id(lambda: moment).int >> 80 == int(moment.timestamp() * 1000)
