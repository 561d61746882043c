"""The model, the operator's own terms, and the index against the library (模型与索引). Nothing is built."""

from __future__ import annotations

from collections.abc import Iterator

from bot.app import App
from bot.doctor.finding import Finding, hint, ill
from bot.texts import fill
from bot.texts.doctor import DoctorTexts
from corpus.errors import CorpusError
from corpus.library import Library
from retrieval import indexing
from retrieval.adopted import adopted
from retrieval.encoder import Encoder
from retrieval.errors import IndexFault, RetrievalError


def model(app: App, texts: DoctorTexts) -> Iterator[Finding]:
    """Whether the model of the settings can be loaded."""
    try:
        encoder = app.encoder
        adapted = app.settings.model is None and adopted(app.settings.model_folder) is not None
    except RetrievalError as error:
        yield ill("model", texts.model_ill.format(message=error))
        return
    yield Finding("model", texts.model_well.format(name=encoder.name, dimension=encoder.dimension))
    if adapted:
        yield Finding("model", texts.model_adapted)


def terms(app: App, texts: DoctorTexts) -> Iterator[Finding]:
    """Whether the operator's own terms can be read; they are in use from then on, as the index was made with them."""
    from retrieval.themes import configure
    from retrieval.themes.reading import read_themes

    own = app.settings.own_terms
    try:
        configure(own)
        if own.exists():
            yield Finding("terms", fill(texts.terms_well, count=len(read_themes(own)), file=own))
    except RetrievalError as error:
        yield ill("terms", texts.terms_ill.format(message=error))


def index(app: App, library: Library, texts: DoctorTexts) -> Iterator[Finding]:
    """Whether the index is whole, and made from this library with this model."""
    try:
        encoder = app.encoder
    except RetrievalError:
        return  # told as the model's fault
    try:
        yield _index(app, library, encoder, texts)
    except IndexFault as fault:
        yield ill("index", texts.index_ill.format(message=fault))
    except (CorpusError, OSError) as error:
        yield ill("index", texts.index_ill.format(message=f"{error}。"))


def _index(app: App, library: Library, encoder: Encoder, texts: DoctorTexts) -> Finding:
    held = indexing.load(app.settings.index_folder, encoder)
    if held is None:
        empty = not library.counts().passages
        return hint("index", texts.index_none) if empty else ill("index", texts.index_missing)
    if not held.fits(encoder):
        return ill("index", texts.index_other.format(name=held.manifest.encoder))
    if not held.serves(indexing.library_state(library), encoder):
        return ill("index", texts.index_stale)
    return Finding("index", fill(texts.index_well, passages=held.manifest.passages))
