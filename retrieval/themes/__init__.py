"""The themes of the field in Chinese and English (主题词表)."""

from retrieval.themes.english import translate
from retrieval.themes.lexicon import Lexicon, configure, load_lexicon
from retrieval.themes.theme import Theme

__all__ = ["Lexicon", "Theme", "configure", "load_lexicon", "translate"]
