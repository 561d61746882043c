"""Models that are known to suit this task, with what their makers ask of a caller (已知模型).

A model may save its prompts with itself; those win. The table is for models that leave them to their card. Figures and
licences are those of the models' own cards.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One model.

    Attributes:
        name: As the hub knows it.
        parameters: In millions.
        licence: Name of the licence of the weights.
        max_length: Most tokens of a text that the model was made for; what is longer is cut.
        query_prompt: Goes before a request; may be empty.
        document_prompt: Goes before a passage; may be empty.
        remote_code: Whether loading it runs code from its repository, which the operator has to allow.
    """

    name: str
    parameters: int
    licence: str
    max_length: int
    query_prompt: str = ""
    document_prompt: str = ""
    remote_code: bool = False


_BGE_CHINESE: Final = "为这个句子生成表示以用于检索相关文章："
_QWEN: Final = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
_GEMMA_QUERY: Final = "task: search result | query: "
_GEMMA_DOCUMENT: Final = "title: none | text: "

KNOWN: Final = (
    KnownModel("intfloat/multilingual-e5-small", 118, "MIT", 512, "query: ", "passage: "),
    KnownModel("intfloat/multilingual-e5-base", 278, "MIT", 512, "query: ", "passage: "),
    KnownModel("intfloat/multilingual-e5-large", 560, "MIT", 512, "query: ", "passage: "),
    KnownModel("BAAI/bge-small-zh-v1.5", 24, "MIT", 512, _BGE_CHINESE),
    KnownModel("BAAI/bge-base-zh-v1.5", 102, "MIT", 512, _BGE_CHINESE),
    KnownModel("BAAI/bge-large-zh-v1.5", 326, "MIT", 512, _BGE_CHINESE),
    KnownModel("Alibaba-NLP/gte-multilingual-base", 305, "Apache-2.0", 8192, remote_code=True),
    KnownModel("google/embeddinggemma-300m", 308, "Gemma", 2048, _GEMMA_QUERY, _GEMMA_DOCUMENT),
    KnownModel("BAAI/bge-m3", 568, "MIT", 8192),
    KnownModel("Qwen/Qwen3-Embedding-0.6B", 596, "Apache-2.0", 32768, _QWEN),
)
"""Smaller ones of a family first. On two cores: multilingual-e5-small; for quality: gte-multilingual-base or bge-m3."""


def known(model: str) -> KnownModel | None:
    """Return what is known of a model by its hub name, or by the name of the folder that it lies in.

    Example:
        >>> known("/srv/models/multilingual-e5-small").query_prompt
        'query: '
    """
    wanted = model.lower()
    folder = PurePath(wanted).name
    for entry in KNOWN:
        name = entry.name.lower()
        if wanted == name or folder == name.partition("/")[2]:
            return entry
    return None
