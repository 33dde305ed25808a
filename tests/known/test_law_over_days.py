"""What holds of the states of law and of the units on every day, whichever: searched for a counterexample."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from taphuan.known import law
from taphuan.known.units import MERGER, Unit, all_units, predecessors, regions_on, successor_on, territory, units_on

DAYS = st.dates(date(2008, 8, 1), date(2035, 12, 31))
DOCUMENTS = st.sampled_from(sorted(law.documents().values(), key=lambda doc: doc.id))
# the order in which a document passes through its states; nothing leads back
STAGES = {
    law.UNKNOWN: 0,
    law.NOT_YET: 1,
    law.NO_STATE: 1,
    law.IN_FORCE: 2,
    law.AMENDED: 3,
    law.PERIOD_OVER: 4,
    law.EXPIRED: 5,
}
# the same search each time, and no clock: a loaded machine must not fail a test
searched = settings(max_examples=40, deadline=None, derandomize=True, database=None)


@searched
@given(DOCUMENTS, DAYS, DAYS)
def test_a_document_never_returns_to_an_earlier_state(doc: law.LegalDocument, one: date, other: date) -> None:
    before, after = law.state(doc, min(one, other)), law.state(doc, max(one, other))
    assert STAGES[before.code] <= STAGES[after.code], (doc.id, before, after)


@searched
@given(DOCUMENTS, DAYS)
def test_a_state_says_what_the_days_of_the_register_say(doc: law.LegalDocument, day: date) -> None:
    state, end = law.state(doc, day), law.expiry(doc)
    assert (state.code == law.UNKNOWN) == (not law.is_known(doc, day))
    if state.code == law.EXPIRED:
        assert end is not None and end <= day
    elif state.code != law.UNKNOWN:
        assert end is None or day < end
    if state.code in (law.IN_FORCE, law.AMENDED) and doc.effective:
        assert doc.effective <= day
    if state.ends:
        assert day < state.ends == end
    assert bool(state.label) == (not state.simply_in_force) or state.code == law.IN_FORCE
    assert all(law.is_known(law.document(id_), day) for id_ in state.by)


@searched
@given(DAYS)
def test_each_day_has_63_or_34_units_in_six_regions_and_each_unit_once(day: date) -> None:
    units = units_on(day)
    assert len(units) == (34 if day >= MERGER else 63)
    assert len({unit.slug for unit in units}) == len({unit.code for unit in units}) == len(units)
    assert len(regions_on(day)) == 6


@searched
@given(st.sampled_from(all_units()), DAYS)
def test_successors_and_predecessors_are_each_others_inverse(unit: Unit, day: date) -> None:
    if unit.valid_from >= MERGER:
        # a unit may have changed its rank since the merger
        own_day = max(day, unit.valid_from) if unit.valid_to is None else unit.valid_from
        assert {successor_on(part, own_day) for part in predecessors(unit)} == {unit}
    elif day >= MERGER:
        heir = successor_on(unit, day)
        assert any(part.geo_slug == unit.geo_slug for part in predecessors(heir))
        assert territory(unit, day) == ()


@searched
@given(DAYS)
def test_the_territories_of_today_share_the_country_of_every_day(day: date) -> None:
    shares = [part for unit in units_on(max(day, MERGER)) for part in territory(unit, day)]
    assert sorted(part.slug for part in shares) == sorted(unit.slug for unit in units_on(day))


@searched
@given(st.sampled_from(sorted({*(unit.valid_from for unit in all_units())})), st.integers(-2, 2))
def test_a_unit_holds_on_its_first_day_and_not_on_the_one_before(first: date, near: int) -> None:
    day = first + timedelta(near)
    for unit in all_units():
        held = unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)
        assert (unit in units_on(day)) == held or day < date(2008, 8, 1)
