"""The model of data/law/nd30_layout.yaml: layout rules whose measures have fixed names and types."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, create_model, model_validator
from pydantic_core import PydanticCustomError

from taphuan.data.check.models_base import Sources, Strict, Text

# A rule has only some of these measures; a measure has the same meaning in every rule. The last part of a name is the
# unit of a length; a ratio is relative to the width of the line of text above.
_NUMBERS = (
    "min_pt max_pt size_pt gap_before_pt min_mm max_mm width_mm height_mm min_lines max_lines "
    "rule_min_ratio rule_max_ratio overlap_ratio scale_percent min_dpi start numbered_from"
)
_FLAGS = (
    "bold bold_if_titled allow_landscape_for_tables hide_first_page pad_below_10 pad_day_below_10 comma_after_place "
    "first_citation_full law_name_only no_titles transparent color_image digital_signature_required show_image "
    "label_own_line same_line_as_title e_document_reference_left_blank"
)
_WORDS = (
    "paper orientation font_family encoding standard color numerals style align position case text underline_rule line "
    "label_case symbol_case title_case pattern note prefix line_end last_line_end last_line_prefix format side "
    "min_pdf_version time_format numbering border mark size cell rule_above"
)
_WORD_LISTS = "law_omits allowed items circulation"
_NUMBER_LISTS = "allowed_cm indent_cm pad_months"
_WORD_TABLES = "abbreviations cells"
# Parts of a rule that have measures of their own.
_PARTS = "label title attached_line phan_chuong muc_tieu_muc dieu khoan diem muc_khi_chia_phan_muc_khoan"


class _Measured(Strict):
    """Base class of the models that have measures."""

    @model_validator(mode="after")
    def _minimum_at_most_maximum(self) -> _Measured:
        for low, high in (("min_pt", "max_pt"), ("min_mm", "max_mm"), ("min_lines", "max_lines")):
            least, most = getattr(self, low, None), getattr(self, high, None)
            if least is not None and most is not None and least > most:
                raise PydanticCustomError("measure", "{low} is greater than {high}", {"low": low, "high": high})
        return self


def _optional(names: str, kind: Any) -> dict[str, Any]:
    return dict.fromkeys(names.split(), (kind | None, None))


_MEASURES: dict[str, Any] = {
    **_optional(_NUMBERS, int | float),
    **_optional(_FLAGS, bool),
    **_optional(_WORDS, str),
    **_optional(_WORD_LISTS, list[str]),
    **_optional(_NUMBER_LISTS, list[int | float]),
    **_optional(_WORD_TABLES, dict[str, str]),
}

Measures: type[BaseModel] = create_model("Measures", __base__=_Measured, **_MEASURES)
LayoutRule: type[BaseModel] = create_model(
    "LayoutRule",
    __base__=_Measured,
    id=(Text, ...),
    element=(Text, ...),
    description=(Text, ...),
    seen=(bool, ...),
    source_id=(Sources, ...),
    **_MEASURES,
    **_optional(_PARTS, Measures),
    **_optional("marks", list[Measures]),  # type: ignore[valid-type]
)
Layout: type[BaseModel] = create_model(
    "Layout",
    __base__=Strict,
    version=(Literal[1], ...),
    document=(Text, ...),
    annex=(Text, ...),
    status=(Text, ...),
    rules=(list[LayoutRule], ...),  # type: ignore[valid-type]
    conflicts_seen=(list[Text] | None, None),
)
