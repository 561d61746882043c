"""Training of the built-in encoder, on a small corpus written here."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
import pytest

from retrieval.builtin import MODEL_FOLDER, BuiltinEncoder
from retrieval.themes.theme import Theme
from retrieval.train import STARTER, describe, main, split
from retrieval.training.evaluation import evaluate, mean_reciprocal_rank, starter
from retrieval.training.initial import initial_vectors
from retrieval.training.pairs import careless, named, requests, translated
from retrieval.training.texts import Pair, Paragraph, read_paragraphs, read_translations, speech_files, titled
from retrieval.training.vocabulary import build_tokenizer
from tests.shared import SHARED, needs_shared

THEMES = {
    "作风建设": ("干部作风", "要持续改进干部作风，力戒形式主义，少开会、开短会，把精力放在抓落实上面来。"),
    "安全生产": ("生产安全", "要压实企业的安全生产责任，排查事故隐患，守住不发生重大事故的底线要求。"),
    "乡村振兴": ("农村发展", "要发展特色农业，改善农村环境，增加农民收入，让乡亲们的日子一年更比一年好。"),
    "生态环境": ("环境保护", "要打好蓝天碧水净土保卫战，治理大气污染，保护河流湖泊，让绿色成为发展底色。"),
    "教育医疗": ("民生保障", "要办好家门口的学校和医院，扩大优质资源供给，让群众看病上学更方便更放心。"),
    "科技创新": ("创新驱动", "要加强基础研究，支持企业研发，攻克关键技术，让科研成果更快变成现实生产力。"),
}
ENGLISH = {
    "要改进各级干部的工作作风。": "We must improve the conduct of officials.",
    "要层层压实安全生产的责任。": "We must enforce responsibility for workplace safety.",
    "要因地制宜发展好特色农业。": "We must develop distinctive agriculture.",
    "要下大力气治理好大气污染。": "We must tackle air pollution.",
    "要用心办好每所学校和医院。": "We must run schools and hospitals well.",
    "要持之以恒地加强基础研究。": "We must strengthen basic research.",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the form that training reads: eight speeches, translations, judged requests."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("seed", "other", "parallel", "judgments"):
        (folder / "speeches" / name if name in ("seed", "other") else folder / name).mkdir(parents=True)
    for number in range(8):
        lines = ["各位同志：", "下载"]
        for place, (heading, (title, body)) in enumerate(THEMES.items()):
            lines += [f"{'一二三四五六'[place]}、{heading}", f"一是抓好{title}。{body}今年是第{number + 1}年。"]
        group = "seed" if number == 0 else "other"
        (folder / "speeches" / group / f"{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    rows = [f"{chinese}\t{english}" for chinese, english in ENGLISH.items()] * 4
    (folder / "parallel" / "all.tsv").write_text("\n".join(rows), encoding="utf-8")
    judged = [
        {"id": "1", "request": "给我一段关于安全生产的话", "relevant": {"排查事故隐患": 2}},
        {"id": "2", "request": "air pollution", "relevant": {"治理大气污染": 2}},
        {"id": "3", "request": "红烧肉怎么做", "relevant": {}},
    ]
    text = "\n".join(json.dumps(judgment, ensure_ascii=False) for judgment in judged)
    (folder / "judgments" / "dev.jsonl").write_text(text, encoding="utf-8")
    return folder


TINY = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from retrieval.themes.theme import Theme
from retrieval.training.dictionary import Entry
from retrieval.training.fit import Material, Recipe, train
from retrieval.training.storage import digest, save
from retrieval.training.texts import read_paragraphs, read_translations, speech_files
data, out = Path(sys.argv[1]), Path(sys.argv[2])
material = Material(
    [paragraph for path in speech_files(data) for paragraph in read_paragraphs(path)],
    read_translations(data),
    [Theme("作风建设", "作风", near=("改进作风",), spoken=("作风+松",), english=("conduct of officials",))],
    [Entry("送礼", ("give presents",)), Entry("馈赠", ("give presents",)), Entry("贪财", ("greedy for money",))],
)
for seed in sys.argv[3:]:
    trained = train(material, Recipe(pieces=900, dimension=16, batch=16, steps=60, runs=2, scale=10, seed=int(seed)))
    save(out / seed, trained.tokenizer, trained.vectors)
    print(digest(out / seed))
"""


def trained(data: Path, out: Path, *seeds: int) -> list[str]:
    """Train in a process of its own, as a user would, into a folder a seed; returns the digests of the weights."""
    run = subprocess.run(
        [sys.executable, "-c", TINY, str(data), str(out), *map(str, seeds)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        cwd=Path(__file__).parents[2],
    )
    return run.stdout.split()


def test_trains_repeatably(data: Path, tmp_path: Path) -> None:
    """The same seed gives the same weights bit for bit, another seed others, and the result finds what it was shown."""
    with ThreadPoolExecutor() as pool:
        one = pool.submit(trained, data, tmp_path / "one", 7)
        other, second = trained(data, tmp_path / "two", 8, 7)
    (first,) = one.result()
    assert second == first
    assert other != first
    for file in ("tokenizer.json", "modules.json"):
        assert (tmp_path / "one" / "7" / file).read_bytes() == (tmp_path / "two" / "7" / file).read_bytes()
    encoder = BuiltinEncoder.load(tmp_path / "one" / "7")
    bodies = [body for _, body in THEMES.values()]
    requests = encoder.encode_queries(list(THEMES))
    assert mean_reciprocal_rank(requests @ encoder.encode_passages(bodies).T) > 0.9
    english = encoder.encode_queries(list(ENGLISH.values()))
    assert mean_reciprocal_rank(english @ encoder.encode_passages(list(ENGLISH)).T) > 0.9


def test_command_measures_a_model(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--evaluate`` prints the figures of a saved model."""
    assert main(["--data", str(data), "--evaluate", str(MODEL_FOLDER)]) == 0
    printed = capsys.readouterr().out
    assert "judged requests (2): nDCG@5" in printed
    assert "English to Chinese: MRR" in printed


def test_command_refuses_a_folder_without_speeches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without speeches is named."""
    with pytest.raises(SystemExit):
        main(["--data", str(tmp_path), "--out", str(tmp_path / "model")])
    assert str(tmp_path) in capsys.readouterr().err


def test_held_out_is_not_trained_on(data: Path) -> None:
    """What is held out and what is trained on share no file; the judged speeches are held out."""
    seen, held = split(data)
    assert not set(seen.files) & set(held.files)
    assert {*seen.files, *held.files} == set(speech_files(data))
    assert all(path in held.files for path in speech_files(data) if path.parent.name == "seed")
    assert len(seen.translations) + len(held.translations) == len(read_translations(data))


def test_paragraphs_know_their_headings(tmp_path: Path) -> None:
    """Headings of two levels, the one-line form, and a new level-1 heading that ends the ones below."""
    body = "各级党组织要扛起主体责任，一级带着一级干，一级做给一级看，层层抓好落实，确保各项任务按期完成、取得实效。"
    lines = ["一、加强领导", body, "（一）压实责任", body, f"（二）强化监督。{body}", "二、转变作风。", body, "短行"]
    (tmp_path / "speech.txt").write_text("\n".join(lines), encoding="gb18030")
    assert [paragraph.headings for paragraph in read_paragraphs(tmp_path / "speech.txt")] == [
        ("加强领导",),
        ("加强领导", "压实责任"),
        ("加强领导", "强化监督"),
        ("转变作风",),
    ]


def test_titles_of_points() -> None:
    """The short first sentence of each point of a paragraph is a title to the rest of the point."""
    text = (
        "一是强化学习。坚持每周集中学习,读原著、学原文、悟原理。二是深入调研。走村入户听民声、察民情、解民忧,掌握实情。"
    )
    assert [pair.query for pair in titled(Paragraph(text, ()))] == ["强化学习", "深入调研"]


def test_a_character_never_seen_is_bytes() -> None:
    """A character outside the vocabulary becomes byte pieces, never the unknown one; punctuation is left out."""
    tokenizer = build_tokenizer(["改进作风，改进作风，改进作风"], ["improve conduct, improve conduct"], {}, 900)
    assert tokenizer.encode("改进作风！").tokens == ["改进", "作风"]
    assert tokenizer.encode("ＩＭＰＲＯＶＥ").tokens == ["improve"]
    assert all(token.startswith("<0x") for token in tokenizer.encode("龘").tokens)


def test_vocabulary_is_bounded() -> None:
    """The vocabulary is no larger than asked for, and keeps the words that occur most."""
    tokenizer = build_tokenizer(["改进作风，改进作风，改进作风，安全生产，安全生产，安全生产，改进作风"], [], {}, 305)
    assert tokenizer.get_vocab_size() <= 305
    assert "作风" in tokenizer.get_vocab()


def test_common_words_weigh_less() -> None:
    """At the start a word that stands in every text is shorter than one of few texts; an unused piece is 0."""
    texts = [f"工作要求{heading}{body}" for heading, (_, body) in THEMES.items()] * 3
    tokenizer = build_tokenizer(texts, list(ENGLISH.values()) * 2, {}, 900)
    pairs = [Pair(chinese, english) for chinese, english in ENGLISH.items()]
    start = initial_vectors(tokenizer, texts, pairs, [], 8, seed=1)
    lengths = {piece: np.linalg.norm(start.vectors[token]) for piece, token in tokenizer.get_vocab().items()}
    assert 0 < lengths["要"] < lengths["农业"]
    assert lengths["<0x00>"] == 0
    assert start.vectors.shape == (tokenizer.get_vocab_size(), 8)


def test_english_leans_on_its_translation() -> None:
    """At the start an English word is nearest to the Chinese word that translates it, by alignment alone."""
    texts = [body for _, body in THEMES.values()] * 3
    pairs = [Pair(chinese, english.lower()) for chinese, english in ENGLISH.items()] * 2
    tokenizer = build_tokenizer(texts + [pair.query for pair in pairs], [pair.passage for pair in pairs], {}, 900)
    vectors = initial_vectors(tokenizer, texts, pairs, [], 8, seed=1).vectors
    vocabulary = tokenizer.get_vocab()

    def likeness(one: str, other: str) -> float:
        a, b = vectors[vocabulary[one]], vectors[vocabulary[other]]
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert likeness("hospitals", "医院") > likeness("hospitals", "农业") + 0.2
    assert likeness("agriculture", "农业") > likeness("agriculture", "医院") + 0.2


def test_dimension_beyond_the_texts() -> None:
    """More dimensions than there are texts cannot be had, and say so."""
    tokenizer = build_tokenizer(["改进作风"], [], {}, 400)
    with pytest.raises(ValueError, match="dimension 64"):
        initial_vectors(tokenizer, ["改进作风"], [], [], 64, seed=1)


def test_pairs_are_repeatable() -> None:
    """The same seed gives the same pairs in the same order; terms and translations go both ways where they can."""
    paragraphs = [Paragraph(f"一是抓好{title}。{body}", (heading,)) for heading, (title, body) in THEMES.items()]
    tokenizer = build_tokenizer([paragraph.text for paragraph in paragraphs] * 3, list(ENGLISH.values()) * 2, {}, 900)
    idf = np.ones(tokenizer.get_vocab_size())
    translations = [Pair("要改进作风。", "improve conduct")]
    themes = [Theme("作风建设", "作风", near=("改进作风",), spoken=("作风+松",), english=("conduct",))]

    def drawn(seed: int) -> list[Pair]:
        chance = Random(seed)
        return [*requests(paragraphs, tokenizer, idf, 1, chance), *careless(paragraphs, tokenizer, idf, chance)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert Pair("作风建设", paragraphs[0].text) in drawn(1)
    assert {Pair("要改进作风。", "improve conduct"), Pair("improve conduct", "要改进作风。")} == set(
        translated(translations, 1)
    )
    assert {Pair("conduct", "作风建设"), Pair("改进作风", "作风建设"), Pair("作风松", "作风建设")} == set(
        named(themes, 1)
    )


def test_careless_requests_lose_characters() -> None:
    """Two words or more written as one, now and then a character short, all of them from the paragraph."""
    paragraphs = [Paragraph(body, ()) for _, body in THEMES.values()]
    tokenizer = build_tokenizer([paragraph.text for paragraph in paragraphs] * 3, [], {}, 900)
    drawn = careless(paragraphs * 20, tokenizer, np.ones(tokenizer.get_vocab_size()), Random(1))
    assert len(drawn) > 60
    assert all(set(pair.query) <= set(pair.passage) for pair in drawn)
    assert any(pair.query not in pair.passage for pair in drawn)


def test_everyday_words_fill_the_vocabulary() -> None:
    """Words of the dictionary come after those of the texts, the commonest of the language first, and a size holds."""
    texts = ["改进作风，改进作风，改进作风"]
    glosses = {"朋友": ["friend"], "馒头": ["steamed bun"], "无此词哉": ["no such word"]}
    pieces = build_tokenizer(texts, [], glosses, 900).get_vocab()
    assert {"作风", "朋友", "馒头"} <= pieces.keys()
    assert "无此词哉" not in pieces
    size = len(pieces) - 1
    assert "馒头" not in build_tokenizer(texts, [], glosses, size).get_vocab()
    assert "朋友" in build_tokenizer(texts, [], glosses, size).get_vocab()


def test_shipped_model_on_the_bundled_speeches() -> None:
    """The shipped model has not read them, and by itself keeps its level; the figures are in its card."""
    assert starter(BuiltinEncoder.load(), STARTER).ndcg >= 0.48


@needs_shared
def test_shipped_model_on_the_judged_requests() -> None:
    """The shipped model by itself keeps its level on the judged requests; the figures are in its card."""
    _, held = split(SHARED / "data")
    figures = evaluate(BuiltinEncoder.load(), SHARED / "data", held.files, held.translations)
    assert figures.judged.ndcg >= 0.70
    assert figures.judged.english >= 0.70
    assert "nDCG@5" in describe(figures)
