"""Settings: read from a plain dict, named when wrong, secret when secret."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings

TOKEN = "123456789:AAE-this_is_a_token_of_35_characters"


def test_defaults(tmp_path: Path) -> None:
    """Nothing set means the terminal, Chinese, the built-in encoder and a SQLite file at home."""
    settings = load_settings({"JIANGGAO_HOME": str(tmp_path)}, env_file=None)
    assert settings.telegram_token is None
    assert settings.language == "zh"
    assert settings.model is None
    assert settings.backend == "torch"
    assert settings.database == f"sqlite:///{tmp_path}/jianggao.db"
    assert settings.index_folder == tmp_path / "index"


def test_a_token_prints_as_stars() -> None:
    """Neither repr, str nor a dump shows the token or the database's password."""
    settings = load_settings(
        {"JIANGGAO_TELEGRAM_TOKEN": TOKEN, "JIANGGAO_DATABASE_URL": "postgresql://me:hunter2@host/name"}, env_file=None
    )
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert TOKEN not in shown
    assert "hunter2" not in shown
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.database == "postgresql://me:hunter2@host/name"


def test_settings_are_frozen() -> None:
    """No part of the program changes a setting for another."""
    settings = load_settings({}, env_file=None)
    with pytest.raises(ValueError, match="frozen"):
        settings.backend = "onnx"


@pytest.mark.parametrize(
    ("given", "people"),
    [("1 2", {1, 2}), ("1,2", {1, 2}), (" 1， 2、3 ;4 ", {1, 2, 3, 4}), ("", set()), ("7\n8", {7, 8})],
)
def test_people_are_split_by_spaces_or_commas(given: str, people: set[int]) -> None:
    """Ids come as people type them."""
    assert load_settings({"JIANGGAO_ALLOW": given, "JIANGGAO_ADMINS": given}, env_file=None).admins == people


def test_who_is_allowed() -> None:
    """Nobody named means the admins alone; a star means everybody."""
    nobody = load_settings({"JIANGGAO_ADMINS": "1"}, env_file=None)
    some = load_settings({"JIANGGAO_ADMINS": "1", "JIANGGAO_ALLOW": "2"}, env_file=None)
    everybody = load_settings({"JIANGGAO_ALLOW": "*"}, env_file=None)
    assert [nobody.allows(person) for person in (1, 2, 3)] == [True, False, False]
    assert [some.allows(person) for person in (1, 2, 3)] == [True, True, False]
    assert everybody.allows(3)


WRONG = {
    "JIANGGAO_TELEGRAM_TOKEN": "my secret token",
    "JIANGGAO_TELEGRAM_BASE_URL": "localhost:8081",
    "JIANGGAO_TELEGRAM_BASE_FILE_URL": "ftp://host/file",
    "JIANGGAO_ALLOW": "@wang 12",
    "JIANGGAO_ADMINS": "-5",
    "JIANGGAO_BACKEND": "tpu",
    "JIANGGAO_LANGUAGE": "fr",
    "JIANGGAO_LOG_LEVEL": "loud",
    "JIANGGAO_WORKERS": "0",
    "JIANGGAO_DATABASE_URL": "secret nonsense",
}


def test_every_wrong_value_is_named_at_once() -> None:
    """Whoever mistyped five settings hears of all five, each with its value and what would be right."""
    with pytest.raises(SettingsError) as caught:
        load_settings(WRONG, env_file=None)
    message = str(caught.value)
    assert message.startswith(f"设置有 {len(WRONG)} 处不对")
    lines = message.splitlines()[1:]
    assert len(lines) == len(WRONG)
    for name, value in WRONG.items():
        (line,) = [line for line in lines if line.strip().startswith(f"{name}=")]
        assert ("（不显示）" if "secret" in value else value) in line
        assert "应为" in line


@pytest.mark.parametrize(
    ("language", "word"), [("en", "should be"), (" EN ", "should be"), ("zh", "应为"), ("fr", "应为")]
)
def test_wrong_values_are_told_in_the_language_that_is_set(language: str, word: str, tmp_path: Path) -> None:
    """From the environment or the file alike; Chinese where the language itself is wrong."""
    for environ, text in (({"JIANGGAO_LANGUAGE": language}, ""), ({}, f"JIANGGAO_LANGUAGE={language}\n")):
        file = tmp_path / ".env"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            load_settings(environ | {"JIANGGAO_WORKERS": "0"}, env_file=file)
        assert "JIANGGAO_WORKERS=0" in str(caught.value)
        assert all(word in line for line in str(caught.value).splitlines()[1:])


def test_what_was_chosen_is_named(tmp_path: Path) -> None:
    """Settings that are not their defaults, as their variables would have them; secrets and URLs as stars."""
    assert load_settings({}, env_file=None).chosen() == {}
    environ = {
        "JIANGGAO_TELEGRAM_TOKEN": TOKEN,
        "JIANGGAO_TELEGRAM_BASE_URL": "http://me:hunter2@localhost:8081/bot",
        "JIANGGAO_DATABASE_URL": "postgresql://me:hunter2@host/name",
        "JIANGGAO_ALLOW": "20, 3",
        "JIANGGAO_MODEL": f"models/{TOKEN}",
        "JIANGGAO_TRUST_REMOTE_CODE": "true",
        "JIANGGAO_WORKERS": "4",
        "JIANGGAO_HOME": str(tmp_path),
    }
    assert load_settings(environ, env_file=None).chosen() == {
        "JIANGGAO_TELEGRAM_TOKEN": "***",
        "JIANGGAO_TELEGRAM_BASE_URL": "***",
        "JIANGGAO_ALLOW": "3 20",
        "JIANGGAO_MODEL": "models/***",
        "JIANGGAO_TRUST_REMOTE_CODE": "true",
        "JIANGGAO_HOME": str(tmp_path),
        "JIANGGAO_DATABASE_URL": "***",
    }


def test_a_wrong_token_is_not_shown_anywhere() -> None:
    """Not in the message, not in a chained error, and not where a token was put into another variable."""
    with pytest.raises(SettingsError) as caught:
        load_settings({"JIANGGAO_TELEGRAM_TOKEN": "12345:has spaces", "JIANGGAO_ALLOW": TOKEN}, env_file=None)
    error: BaseException | None = caught.value
    assert error is not None
    assert "has spaces" not in str(error)
    assert TOKEN not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_home_may_not_be_a_file(tmp_path: Path) -> None:
    """A home that is a file is told, not stumbled over later."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"JIANGGAO_HOME=.*应为一个文件夹"):
        load_settings({"JIANGGAO_HOME": str(tmp_path / "file")}, env_file=None)


def test_nobodys_home_is_told() -> None:
    """A home of a user that is not there has no place to be."""
    with pytest.raises(SettingsError, match=r"JIANGGAO_HOME=~nobody-of-this-name/x：应为一个文件夹"):
        load_settings({"JIANGGAO_HOME": "~nobody-of-this-name/x"}, env_file=None)


def test_what_goes_before_what(tmp_path: Path) -> None:
    """The command line goes before the environment, and that before ``.env``; an empty value is none."""
    file = tmp_path / ".env"
    file.write_text(
        f"JIANGGAO_HOME={tmp_path}/file\nJIANGGAO_BACKEND=onnx\nJIANGGAO_LANGUAGE=en\nJIANGGAO_MODEL=\nPATH=x\n"
    )
    environ = {"JIANGGAO_HOME": f"{tmp_path}/environ", "JIANGGAO_BACKEND": "OpenVINO", "JIANGGAO_LANGUAGE": " "}
    settings = load_settings(environ, env_file=file, home=tmp_path / "line")
    assert settings.home == tmp_path / "line"
    assert settings.backend == "openvino"
    assert load_settings(environ, env_file=file).home == tmp_path / "environ"
    assert load_settings({}, env_file=file).language == "en"
    assert load_settings({}, env_file=file).model is None
    assert load_settings({}, env_file=tmp_path / "none").language == "zh"


def test_a_dict_stands_for_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a dict given, the process's own environment is not read; without one, it is."""
    monkeypatch.setenv("JIANGGAO_LANGUAGE", "en")
    assert load_settings({}, env_file=None).language == "zh"
    assert load_settings(env_file=None).language == "en"


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """A ``.env`` that is no UTF-8 text gives one sentence with its path."""
    file = tmp_path / ".env"
    file.write_bytes("JIANGGAO_MODEL=模型".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8 文本"):
        load_settings({}, env_file=file)
    with pytest.raises(SettingsError, match="UTF-8 text"):
        load_settings({"JIANGGAO_LANGUAGE": "en"}, env_file=file)


def test_an_unknown_variable_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    """A mistyped name gets a line with the name that was meant, without its value."""
    with caplog.at_level(logging.WARNING):
        load_settings({"JIANGGAO_TELEGRAM_TOKE": TOKEN, "JIANGGAO_ZZZ": "1", "OTHER": "1"}, env_file=None)
    first, second = (record.getMessage() for record in caplog.records)
    assert "JIANGGAO_TELEGRAM_TOKE " in first
    assert "JIANGGAO_TELEGRAM_TOKEN" in first
    assert TOKEN not in first
    assert "JIANGGAO_ZZZ" in second
