"""Every setting, in one frozen object, from ``JIANGGAO_*`` variables and an optional ``.env`` (设置).

The environment goes before ``.env``, and what the command line says goes before both. All wrong values are named at
once, each with its variable and what would be right; a token and the password of a database are never shown.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.errors import SettingsError
from bot.texts import fill
from bot.texts.console import ConsoleTexts, console_texts

logger = logging.getLogger(__name__)

PREFIX: Final = "JIANGGAO_"
EVERYBODY: Final = "*"
STARS: Final = "***"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")

_URLS: Final = frozenset({"telegram_base_url", "telegram_base_file_url", "webhook_url"})
_HIDDEN: Final = frozenset({"telegram_token", "webhook_secret", "database_url"})

People = frozenset[int]


def _people(value: object) -> object:
    """Ids split by spaces or commas, full-width ones included."""
    if isinstance(value, str):
        return frozenset(_person(word) for word in re.split(r"[\s,，、;；]+", value) if word)
    return value


def _written(name: str, value: object) -> str:
    """A value as its variable would have it."""
    if name in _HIDDEN | _URLS:
        return STARS
    if isinstance(value, frozenset):
        return " ".join(map(str, sorted(value)))
    return _TOKEN.sub(STARS, str(value).lower() if isinstance(value, bool) else str(value))


def read_place(place: str) -> tuple[str, int]:
    """Return host and port of ``"127.0.0.1:8080"``, ``"[::1]:8080"`` or ``":8080"`` (every address).

    Raises:
        ValueError: It is no such thing.
    """
    parts = urlsplit(f"//{place}")
    if parts.port is None or parts.path or parts.query or parts.username is not None:
        raise ValueError("not host:port")
    return parts.hostname or "", parts.port


def _is_no_folder(place: Path) -> bool:
    try:
        return place.exists() and not place.is_dir()
    except OSError:  # a name too long, a folder on the way that may not be read: told where the home is opened
        return False


def _person(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and int(word) > 0):
        raise ValueError(word)
    return int(word)


class Settings(BaseSettings):
    """All that an operator may choose.

    Attributes:
        telegram_token: The bot's token, or None for a chat in the terminal. Prints as stars.
        telegram_base_url: Where the Bot API is; the token is appended, as python-telegram-bot does.
        telegram_base_file_url: Where its files are, likewise.
        allow: Telegram ids of the people the bot answers, or ``"*"`` for everybody. See ``allows``.
        admins: Telegram ids of those who run the bot; they may always use it.
        webhook_url: Where Telegram is to call us (https, through a proxy that ends TLS), or None to ask Telegram.
        webhook_listen: Host and port where calls from that proxy arrive.
        webhook_secret: What Telegram says at each call, or None for one made from the token. Prints as stars.
        monitor_listen: Host and port of ``/metrics``, ``/healthz`` and ``/readyz``, or None for none.
        model: A model for sentence-transformers (hub name or folder), ``builtin`` for the built-in encoder, or None for
            the one adapted to the library, where there is one, else the built-in one.
        backend: What such a model runs on.
        reranker: A cross-encoder for sentence-transformers (hub name or folder) that takes a second look, or None.
        trust_remote_code: Whether such a model may run code from its own repository; some cannot do without.
        home: The folder of library, index and people's data; absolute.
        database_url: Another database than the one in ``home``, or None. Prints as stars: it may hold a password.
        language: The language for people whose own is not known.
        log_level: The lowest level that is logged.
        workers: Threads for blocking work.
        drawer_speeches: How many speeches of their own each person may keep in the bot.
        slow_ms: A request that took longer, in milliseconds, counts as slow.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_prefix=PREFIX, env_ignore_empty=True, hide_input_in_errors=True
    )

    telegram_token: SecretStr | None = None
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_base_file_url: str = "https://api.telegram.org/file/bot"
    allow: Annotated[People | Literal["*"], NoDecode] = frozenset()
    admins: Annotated[People, NoDecode] = frozenset()
    webhook_url: str | None = None
    webhook_listen: str = "127.0.0.1:8080"
    webhook_secret: SecretStr | None = None
    monitor_listen: str | None = None
    model: str | None = None
    backend: Literal["torch", "onnx", "openvino"] = "torch"
    reranker: str | None = None
    trust_remote_code: bool = False
    home: Path = Field(default_factory=lambda: user_data_path("jianggao", appauthor=False))
    database_url: SecretStr | None = None
    language: Literal["zh", "en"] = "zh"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    workers: int = Field(default=4, ge=1, le=32)
    drawer_speeches: int = Field(default=500, ge=0, le=100_000)
    slow_ms: int = Field(default=2000, ge=1)

    @field_validator("*", mode="before")
    @classmethod
    def _trim(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("telegram_token")
    @classmethod
    def _check_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("not a token")
        return token

    @field_validator("telegram_base_url", "telegram_base_file_url")
    @classmethod
    def _check_base_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("not a URL")
        return url

    @field_validator("webhook_url")
    @classmethod
    def _check_webhook_url(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "https://none")
        # Telegram calls https alone; http is for a Bot API server of one's own.
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("not a URL")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _check_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not _SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("not a secret that Telegram takes")
        return secret

    @field_validator("webhook_listen", "monitor_listen")
    @classmethod
    def _check_listen(cls, place: str | None) -> str | None:
        if place is not None:
            read_place(place)
        return place

    @field_validator("allow", mode="before")
    @classmethod
    def _read_allow(cls, value: object) -> object:
        return value if value == EVERYBODY else _people(value)

    @field_validator("admins", mode="before")
    @classmethod
    def _read_admins(cls, value: object) -> object:
        return _people(value)

    @field_validator("backend", "language", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("home")
    @classmethod
    def _place_home(cls, home: Path) -> Path:
        try:
            place = home.expanduser().absolute()
        except RuntimeError as error:  # "~somebody" where there is no such user
            raise ValueError("nobody's folder") from error
        if _is_no_folder(place):
            raise ValueError("not a folder")
        return place

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            from sqlalchemy.engine import make_url  # only here: most people keep the default
            from sqlalchemy.exc import ArgumentError

            try:
                make_url(url.get_secret_value())
            except ArgumentError as error:
                raise ValueError("not a database URL") from error
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature, as are the others
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what is passed in: ``load_settings`` reads the environment, or a plain dict in its place."""
        return (init_settings,)

    @property
    def database(self) -> str:
        """The database URL in use: the one given, else a SQLite file in ``home``."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'jianggao.db'}"

    @property
    def own_terms(self) -> Path:
        """The operator's own terms, which need not be there."""
        return self.home / "terms.tsv"

    @property
    def index_folder(self) -> Path:
        """Where the search index lives; it can always be rebuilt from the library."""
        return self.home / "index"

    @property
    def model_folder(self) -> Path:
        """Where the encoder adapted to the library lives, if there is one."""
        return self.home / "model"

    @property
    def backups_folder(self) -> Path:
        """Where backups are kept that nobody named a file for."""
        return self.home / "backups"

    def chosen(self) -> dict[str, str]:
        """The settings that are not their defaults, by variable; a secret and a URL, which may hold one, as stars."""
        values = {
            name: getattr(self, name)
            for name, field in type(self).model_fields.items()
            if getattr(self, name) != field.get_default(call_default_factory=True)
        }
        return {PREFIX + name.upper(): _written(name, value) for name, value in values.items()}

    def allows(self, user_id: int) -> bool:
        """Say whether the bot answers this Telegram user. With nobody named, it answers its admins alone."""
        return self.allow == EVERYBODY or user_id in self.allow or user_id in self.admins


def load_settings(
    environ: Mapping[str, str] | None = None,
    env_file: Path | None = Path(".env"),
    home: Path | None = None,
) -> Settings:
    """Read the settings.

    Args:
        environ: What stands for the environment; None means the process's own.
        env_file: A file of ``NAME=value`` lines, which need not exist; None means none.
        home: What ``--home`` says; it goes before every variable.

    Raises:
        SettingsError: naming every variable whose value is wrong, and what would be right.
    """
    environment = EnvSettingsSource(Settings)
    if environ is not None:
        environment.env_vars = {name.lower(): value for name, value in environ.items() if value}
    try:
        file = DotEnvSettingsSource(Settings, env_file=env_file)
    except (OSError, UnicodeDecodeError) as error:
        # What the file would say of the language is not known.
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        texts = _texts(environment.env_vars)
        raise SettingsError(texts.settings_unreadable.format(file=env_file, reason=reason)) from error
    given = dict(file.env_vars) | dict(environment.env_vars)
    for variable in sorted(given):
        _warn_if_unknown(variable)
    values: dict[str, Any] = {
        name: value for name in Settings.model_fields if (value := given.get(PREFIX.lower() + name) or "").strip()
    }
    if home is not None:
        values["home"] = home
    try:
        return Settings(**values)
    except ValidationError as error:
        # From None: the chained error, and whatever prints it, would hold the values that must not be shown.
        raise SettingsError(_explain(error, values, _texts(given))) from None


def _texts(given: Mapping[str, str | None]) -> ConsoleTexts:
    """The sentences of the language that is set, where it is one; Chinese otherwise."""
    return console_texts((given.get(f"{PREFIX}language".lower()) or "").strip().lower())


def _explain(error: ValidationError, values: Mapping[str, object], texts: ConsoleTexts) -> str:
    wrong = dict.fromkeys(str(detail["loc"][0]) for detail in error.errors(include_input=False, include_context=False))
    lines = [
        texts.setting_wrong.format(
            variable=PREFIX + name.upper(), value=_shown(name, values.get(name), texts), right=texts.right[name]
        )
        for name in wrong
    ]
    return "\n".join([fill(texts.settings_wrong, count=len(lines)), *(f"  {line}" for line in lines)])


def _shown(name: str, value: object, texts: ConsoleTexts) -> str:
    # A token may stand in the wrong variable, too.
    return texts.setting_hidden if name in _HIDDEN else _TOKEN.sub(STARS, str(value))


def _warn_if_unknown(variable: str) -> None:
    name = variable.removeprefix(PREFIX.lower())
    if name == variable or name in Settings.model_fields:
        return
    close = get_close_matches(name, Settings.model_fields, n=1)
    hint = f"，是不是 {PREFIX}{close[0].upper()}？" if close else "。"
    logger.warning("没有 %s 这个设置，未理会它%s", variable.upper(), hint)
