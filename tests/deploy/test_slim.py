"""The slim install: what it holds, what it weighs, and that the whole bot works with nothing else."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from bot.texts import texts_for
from deploy import slim
from retrieval import packages
from retrieval.errors import PackageMissing
from tests.botapi.server import BotApi
from tests.e2e.process import BotProcess
from tests.slim import MOST, ROOT, names, weight, weight_of

ROOMS = ("bot", "retrieval", "corpus")

NOT_IN_SLIM = {
    "torch": {"retrieval/hub.py"},
    "transformers": {"retrieval/hub.py"},
    "huggingface_hub": {"retrieval/hub.py"},
    "sentence_transformers": {"retrieval/rerank.py", "retrieval/sentence.py"},
    "scipy": {
        "retrieval/roles/fit.py",
        "retrieval/training/composition.py",
        "retrieval/training/contrast.py",
        "retrieval/training/initial.py",
        "retrieval/tuning.py",
    },
    "sklearn": {"retrieval/roles/fit.py", "retrieval/training/initial.py"},
    "threadpoolctl": {"retrieval/roles/fit.py"},
    "pypinyin": {"retrieval/readings.py"},
}
"""What the product imports and the slim install does not have, with the files that may."""

REFUSE = f"""
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {sorted(NOT_IN_SLIM)!r}:
            raise ModuleNotFoundError(f"not in the slim install: {{name}}", name=name)
sys.meta_path.insert(0, Refuse())
"""
"""A ``sitecustomize.py``: whatever Python starts with it cannot import what the slim install leaves out."""

ONE_AFTER_ANOTHER = """
import contextlib, io, json, os, sys
from bot.cli.main import main
done = []
for words, settings in json.loads(sys.argv[1]):
    os.environ.update(settings)
    sys.argv[1:] = words
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            main()
        except SystemExit as end:
            done.append({"code": end.code, "out": out.getvalue(), "err": err.getvalue()})
    for name in settings:
        del os.environ[name]
print(json.dumps(done))
"""
"""Runs command lines, each ``[words, settings]``, in one process: starting Python six times takes long."""

SPEECH = """# 在安全生产工作会议上的讲话

同志们：

## 一、压实安全生产责任

安全生产是天大的事，责任不落实是最大的隐患。要把安全责任落实到每一个岗位、每一道工序、每一名职工，做到人人肩上有担子。

## 二、抓好隐患排查治理

隐患就是事故，整改不能过夜。要对重点行业逐一过筛子，查出一处、登记一处、整改一处、销号一处，一个也不放过。
"""


def imported(node: ast.AST, lazy: bool = False) -> Iterator[tuple[str, bool]]:
    """Top-level names that a tree imports, each with whether that waits for a call or for a type checker."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name.partition(".")[0], lazy) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            if child.module and not child.level:
                yield child.module.partition(".")[0], lazy
        else:
            checking = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
            yield from imported(child, lazy or checking or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_list_is_the_part_of_the_full_one_that_is_needed() -> None:
    """Same versions in both, nothing missing and nothing beside; ``make lock`` writes it so."""
    full, few = slim.pins(slim.FULL), slim.pins(slim.SLIM)
    needed = slim.needed(slim.asked())
    assert few == {name: line for name, line in full.items() if name in needed}
    assert not few.keys() & {canonicalize_name(name) for name in (*NOT_IN_SLIM, *slim.LEFT_OUT)}


def test_all_that_the_product_imports_is_in_the_list() -> None:
    """But for a few files of models and training, which import it when they are used."""
    few = slim.pins(slim.SLIM).keys()
    owners = packages_distributions()
    wrong = set()
    for path in (file for room in ROOMS for file in (ROOT / room).rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for name, lazy in imported(ast.parse(path.read_text(encoding="utf-8"))):
            if name in sys.stdlib_module_names or name in ROOMS:
                continue
            if name in NOT_IN_SLIM:
                ok = lazy and file in NOT_IN_SLIM[name]
            else:
                ok = any(canonicalize_name(owner) in few for owner in owners.get(name, ()))
            if not ok:
                wrong.add(f"{file} imports {name}")
    assert wrong == set()


def test_it_weighs_less_than_400_mb() -> None:
    """All packages of the list as they are installed here, and the product; ``make slim`` weighs a real one."""
    product = sum(weight(ROOT / room) for room in ROOMS)
    assert sum(map(weight_of, names())) + product < MOST


def test_what_is_missing_is_told_with_how_to_install_it() -> None:
    """The error names the package, the command, and what to do instead."""
    with pytest.raises(PackageMissing, match=r"no-such-thing.*pip install -r deploy/requirements\.txt.*去掉它"):
        packages.require(("json", "no_such_thing"), "模型", "去掉它")
    packages.require(("json",), "模型", "去掉它")


async def test_the_whole_bot_works_with_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import, search, doctor and the bot work where the rest cannot be imported; what needs it says what is missing."""
    home = tmp_path / "home"
    (tmp_path / "sitecustomize.py").write_text(REFUSE, encoding="utf-8")
    (tmp_path / "speech.md").write_text(SPEECH, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("JIANGGAO_")]:
        monkeypatch.delenv(name)

    base = ("--home", str(home))
    lines = [
        ((*base, "init", "--empty"), {}),
        ((*base, "add", str(tmp_path / "speech.md")), {}),
        ((*base, "doctor"), {}),
        ((*base, "ask", "安全"), {"JIANGGAO_MODEL": "BAAI/bge-m3"}),
        ((*base, "ask", "安全"), {"JIANGGAO_RERANKER": "BAAI/bge-reranker-base"}),
        ((*base, "train"), {}),
    ]
    run = (sys.executable, "-c", ONE_AFTER_ANOTHER, json.dumps(lines))
    ended = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: ASYNC221 - nothing else runs
    made, added, examined, *refused = json.loads(ended.stdout.splitlines()[-1])
    assert [made["code"], added["code"], examined["code"], examined["err"]] == [0, 0, 0, ""]
    wanted = (("sentence-transformers", "JIANGGAO_MODEL"), ("torch", "JIANGGAO_RERANKER"), ("scipy", "jianggao train"))
    for done, words in zip(refused, wanted, strict=True):
        assert (done["code"], done["out"]) == (2, "")
        assert all(word in done["err"] for word in (*words, "pip install -r deploy/requirements.txt"))

    async with BotApi() as api:
        process = BotProcess(home, api)
        await process.start()
        person = api.person(1001)
        await person.send("安全生产责任")
        card = await person.reply(1)
        assert "责任不落实是最大的隐患" in card.text
        assert texts_for("zh").save in "".join(card.labels)
        assert await process.terminate() == 0
