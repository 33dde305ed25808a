"""The house style: `slides/theme.toml` as values, checked, and in the forms that style sheets, Typst and Word processors read."""

from taphuan.theme.theme import Theme, ThemeUnfit, theme

__all__ = ["Theme", "ThemeUnfit", "theme"]
