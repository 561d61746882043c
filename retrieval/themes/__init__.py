"""The themes of the field in Chinese and English (主题词表).

What needs words cut, ``spoken`` and ``naming``, is imported from there: the segmenter itself needs the lexicon.
"""

from retrieval.themes.english import look_up, translate
from retrieval.themes.lexicon import Lexicon, configure, digest, load_lexicon
from retrieval.themes.theme import Theme

__all__ = ["Lexicon", "Theme", "configure", "digest", "load_lexicon", "look_up", "translate"]
