"""The package is for any programme: what is this repository's alone stands in data/, notebooks/ and slides/, but for this list."""

from __future__ import annotations

from topic import of_the_catalogue, of_the_code, said_of_ours

# what is said of the published index and of the measures beside it: a programme without their tables has none of it
_INDEX = (
    "reads or words the index (DTI) of data/dti or PAPI; nothing of it is shown where these tables are not described"
)
_MEASURES = "a rule or a choice for single measures of data/measures, empty where they are not described"
_MAP = "maps of Viet Nam show both archipelagos, which the law asks of every programme with a map"
_ERAS = "the eras of the administrative map: 63 units, 34 since 2025-07-01, and slugs that changed their meaning"
_NAMES = "a name that is that of a person, a sea or another place as well as of a province"
_COMMUNES = "the set of a commune, which is about one decree; a programme without communes has none"
_EXAMPLE = "an example in docs/placeholders.md"
EXCEPTIONS = {
    "charts/map/region.py": _MAP,
    "charts/plots/indices.py": _INDEX,
    "charts/plots/slope.py": _INDEX,
    "check/add/about.py": _INDEX,
    "check/add/command.py": _INDEX,
    "check/add/registers.py": _INDEX,
    "check/decree30/head.py": "the rule of the decree on papers of Hà Nội",
    "check/drawn.py": _MAP,
    "check/language/founded.py": _INDEX,
    "check/origins/cells.py": _INDEX,
    "check/origins/matching.py": _INDEX,
    "check/shown/identity.py": _NAMES,
    "compose/citations.py": _INDEX,
    "compose/commune.py": _COMMUNES,
    "data/rules/geometry.py": _ERAS,
    "data/rules/index.py": _INDEX,
    "data/rules/measures.py": _MEASURES,
    "data/rules/units.py": _MAP,
    "export/html/phone.py": _INDEX,
    "export/pptx/figures.py": _INDEX,
    "known/dti.py": _INDEX,
    "known/measures.py": _INDEX,
    "known/units.py": _NAMES,
    "lesson/claims/briefing.py": _INDEX,
    "lesson/claims/cells.py": _INDEX,
    "lesson/claims/checkup.py": _INDEX,
    "lesson/claims/citizens.py": _INDEX,
    "lesson/claims/history.py": _INDEX,
    "lesson/claims/indices.py": _INDEX,
    "lesson/claims/participants.py": _INDEX,
    "lesson/claims/register.py": _INDEX,
    "lesson/claims/slope.py": _INDEX,
    "lesson/claims/spine.py": _INDEX,
    "lesson/claims/spine_facts.py": _INDEX,
    "lesson/claims/standing.py": _INDEX,
    "lesson/commune_words.py": _COMMUNES,
    "lesson/conditions.py": _INDEX,
    "lesson/figures/checkup.py": _INDEX,
    "lesson/figures/scatter.py": _INDEX,
    "lesson/figures/spine.py": _INDEX,
    "lesson/frames/data.py": _INDEX,
    "lesson/frames/dti.py": _INDEX,
    "lesson/frames/measures.py": _MEASURES,
    "lesson/measures.py": _MEASURES,
    "lesson/own_commune.py": _COMMUNES,
    "lesson/peers.py": _MEASURES,
    "lesson/placeholders.py": _EXAMPLE,
    "lesson/proposals.py": _INDEX,
    "lesson/tables/taught.py": "the table of the tasks of 2022, which one module of this repository shows",
    "lesson/workbook.py": _INDEX,
    "text.py": "words that are held together: a short name and its year, a name of three parts",
}
# the same of the fixed words, by their keys in src/taphuan/words.toml
WORDS = {
    "charts.map.participants.archipelagos": _MAP,
    "charts.plots.all_participants.alt": _INDEX,
    "charts.plots.indices.papi": _INDEX,
    "charts.plots.ranks.alt": _INDEX,
    "charts.plots.slope.alt": _INDEX,
    "compose.citations.dti": _INDEX,
    "compose.citations.papi": _INDEX,
    "export.html.index_page.example": "said only where units were renamed",
    "export.html.index_page.map": _MAP,
    "export.pdf.commune.funded": _COMMUNES,
    "export.pdf.commune.in_charge": _COMMUNES,
    "lesson.figures.checkup.papi": _INDEX,
    "lesson.figures.learn.alike_note": _MEASURES,
    "lesson.figures.scatter.across": _MEASURES,
    "lesson.figures.scatter.across_column": _MEASURES,
    "lesson.figures.scatter.source": _MEASURES,
    "lesson.figures.scatter.title": _MEASURES,
    "lesson.figures.spine.papi_means": _INDEX,
    "lesson.figures.spine.papi_source": _INDEX,
    "lesson.figures.spine.papi_title": _INDEX,
    "lesson.tables.taught.directions_title": "the table of the tasks of 2022, which one module of this repository shows",
}


def test_no_module_names_what_is_ours_but_those_of_the_list() -> None:
    found = of_the_code()
    assert not {name: words for name, words in found.items() if name not in EXCEPTIONS}, (
        "take it from data/ or taphuan.toml (paths.PROJECT.topic), or give the module a reason here"
    )


def test_the_list_has_no_module_that_is_free_of_it() -> None:
    assert not sorted(set(EXCEPTIONS) - set(of_the_code())), "delete it from the list"


def test_no_fixed_word_names_what_is_ours_but_those_of_the_list() -> None:
    found = of_the_catalogue()
    assert not {key: words for key, words in found.items() if key not in WORDS}, (
        "give the word a field ({index}, {topic}), or a reason here"
    )
    assert not sorted(set(WORDS) - set(found)), "delete it from the list"


def test_words_of_ours_are_found_in_any_form() -> None:
    assert said_of_ours(
        "Kết quả chuyển\u00a0đổi số, 63 tỉnh; DTI-2024; measures/papi/papi.csv; hội nghị quang-nam-2024"
    )
    assert not said_of_ours("Tiêm chủng ở trạm y tế của tỉnh Mẫu Sông, 3 đơn vị; populations")
