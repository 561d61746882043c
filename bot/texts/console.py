"""What the command line says (命令行文案): Chinese first, English second. One language is one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ConsoleTexts:
    """The sentences of one language; words in braces are filled in by the caller, as in ``bot.texts.catalogue``."""

    # Creating and filling a library.
    home_unusable: str  # home, reason
    first_use: str  # home
    created: str  # home, speeches, passages
    created_empty: str  # home
    importing: str
    indexing: str
    added: str  # title, file, passages, dropped
    same: str  # file, title
    nearly_same: str  # file, title, percent
    failed: str  # file, reason
    totals: str  # added, same, failed
    broken_off: str  # added
    removed: str  # title, id
    nothing_listed: str

    # Answers.
    nothing_relevant: str
    empty_request: str
    empty_library: str
    nothing_left: str
    explain_query: str  # query
    explain_no_query: str
    explain_word: str  # word, stands_for, relation, weight
    explain_alone: str
    similar: str  # count
    took: str  # count, milliseconds
    removed_lines: str  # count, title
    nothing_removed: str  # title

    # Headings of the list.
    list_id: str
    list_title: str
    list_year: str
    list_passages: str
    list_file: str

    # Evaluation.
    eval_measure: str
    eval_answered: str
    eval_empty: str
    eval_requests: str  # count, empty
    eval_missed: str
    eval_invented: str
    eval_expected: str  # texts
    eval_came: str  # texts

    # Opinions.
    opinions_given: str  # good, bad
    opinions_written: str  # file, requests, left_out
    opinions_none: str

    # Adapting the model.
    learning: str
    train_headings: str  # before, after, count
    train_openings: str  # before, after, count
    train_names: str  # before, after
    train_gain: str  # gain, low
    train_accepted: str
    train_refused: str
    train_unused: str  # model
    train_undone: str
    train_nothing_to_undo: str
    train_unwritable: str  # folder, reason

    # Favourites from a file.
    brought: str  # new, known
    brought_damaged: str  # count

    # Telegram.
    telegram_needed: str

    # Settings that are wrong.
    settings_unreadable: str  # file, reason
    settings_wrong: str  # count
    setting_wrong: str  # variable, value, right
    setting_hidden: str
    right: Mapping[str, str]
    """What would be right, by the setting's name."""


ZH: Final = ConsoleTexts(
    home_unusable="用不了文件夹 {home}：{reason}。请检查路径和权限，或用 --home 另选一个文件夹。",
    first_use="第一次使用，正在 {home} 建库并导入随附讲稿……",
    created="已建库：{home}，{speeches} 篇讲稿，{passages} 个段落。",
    created_empty="已建空库：{home}。用 jianggao add 文件或文件夹 导入讲稿。",
    importing="导入",
    indexing="建索引",
    added="导入  《{title}》 {passages} 段，去掉 {dropped} 行  {file}",
    same="已有  {file}：与库里的《{title}》相同",
    nearly_same="已有  {file}：与库里的《{title}》基本相同（{percent}%）",
    failed="失败  {file}：{reason}",
    totals="导入 {added} 个，已有 {same} 个，失败 {failed} 个。",
    broken_off="已中断：先导入的 {added} 个都在库里，再运行一次会接着导入其余的。",
    removed="已删除《{title}》（{id}）。收藏过的段落仍在收藏夹里。",
    nothing_listed="库里还没有讲稿。用 jianggao add 文件或文件夹 导入。",
    nothing_relevant="库里没有切题的段落。可以换个说法，或只写主题词。",
    empty_request="请写明要什么主题，例如：jianggao ask 作风建设",
    empty_library="库里还没有讲稿。用 jianggao add 文件或文件夹 导入。",
    nothing_left="库里有这方面的段落，但没有一段同时符合以上条件。可以少写一项条件再问。",
    explain_query="检索的词：{query}",
    explain_no_query="没有主题，只按条件检索。",
    explain_word="  {word} ← {stands_for}（{relation} {weight}）",
    explain_alone="  没有用到其他说法。",
    similar="相近 {count} 段：",
    took="{count} 段，{milliseconds} 毫秒",
    removed_lines="《{title}》清洗时去掉的 {count} 行：",
    nothing_removed="《{title}》清洗时没有去掉任何行。",
    list_id="编号",
    list_title="标题",
    list_year="年份",
    list_passages="段落",
    list_file="文件",
    eval_measure="指标",
    eval_answered="库里有的有答",
    eval_empty="库里没有的答“没有”",
    eval_requests="请求 {count} 条，其中库里没有答案的 {empty} 条。",
    eval_missed="前五段里没有答案的：",
    eval_invented="库里没有却给了段落的：",
    eval_expected="应有：{texts}",
    eval_came="实得：{texts}",
    opinions_given="👍 {good} · 👎 {bad}",
    opinions_written=(
        "已写入 {file}：{requests} 条请求；{left_out} 条评价没有用上（👎、条件改过的、段落已变或已不在库里的）。"
        "用 jianggao eval {file} 评测。"
    ),
    opinions_none="没有可以导出的评价，没有写文件。",
    learning="适配模型",
    train_headings="由小标题找段落：{before} → {after}（{count} 个小标题，都没有学过）",
    train_openings="由首句找全段：{before} → {after}（{count} 句，都没有学过）",
    train_names="由英文名找主题：{before} → {after}",
    train_gain="平均提高 {gain}，扣除偶然至少 {low}（以上都是排名倒数的平均，最高为 1）。",
    train_accepted="适配后的模型更好，已启用；索引已随之更新，正在运行的机器人重启后生效。改回内置模型：jianggao train --undo",
    train_refused="适配后的模型没有好到足以换用，仍用原来的模型。讲稿多些再试。",
    brought="带回 {new} 段收藏；另有 {known} 段本来就在。",
    brought_damaged="有 {count} 段已损坏（文字与校验值不符或内容不全），没有导入；其余都已导入。",
    train_unused="注意：设置了 JIANGGAO_MODEL={model}，这个设置取消后才会用到适配后的模型。",
    train_undone="已改回内置模型，索引已随之更新；正在运行的机器人重启后生效。",
    train_nothing_to_undo="没有适配过的模型，用的就是原来的模型。",
    train_unwritable="模型写不进 {folder}（{reason}）。请检查磁盘空间与权限后再试；原来的模型没有变。",
    telegram_needed="启动 Telegram 机器人需要 JIANGGAO_TELEGRAM_TOKEN：请填上 BotFather 给的令牌，或用 jianggao chat 在终端里对话。",
    settings_unreadable="读不了设置文件 {file}：{reason}。请存成 UTF-8 文本，一行一个 名称=值。",
    settings_wrong="设置有 {count} 处不对：",
    setting_wrong="{variable}={value}：{right}",
    setting_hidden="（不显示）",
    right={
        "telegram_token": "应为 BotFather 给的令牌，形如 数字:字母数字（中间一个英文冒号，没有空格）",
        "telegram_base_url": "应为 http:// 或 https:// 开头的网址，如 http://localhost:8081/bot",
        "telegram_base_file_url": "应为 http:// 或 https:// 开头的网址，如 http://localhost:8081/file/bot",
        "allow": "应为 Telegram 用户编号（数字），用空格或逗号隔开；* 表示所有人",
        "admins": "应为 Telegram 用户编号（数字），用空格或逗号隔开",
        "model": "应为模型的名称或文件夹；留空即用适配过的模型，没有适配过就用内置模型（builtin）",
        "backend": "应为 torch、onnx 或 openvino",
        "reranker": "应为模型的名称或文件夹",
        "trust_remote_code": "应为 true 或 false",
        "home": "应为一个文件夹（可以还不存在）",
        "database_url": "应为 SQLAlchemy 的数据库网址，如 sqlite:////srv/jianggao/jianggao.db；留空即放在数据文件夹里",
        "language": "应为 zh 或 en",
        "log_level": "应为 DEBUG、INFO、WARNING、ERROR 或 CRITICAL",
        "workers": "应为 1 到 32 的整数",
        "webhook_url": "应为 https:// 开头的公开网址，如 https://bot.example.org/telegram；留空即由机器人自己去收消息",
        "webhook_listen": "应为 地址:端口，如 127.0.0.1:8080",
        "webhook_secret": "应为 16 到 256 个字母、数字、_ 或 -；留空即由令牌推出",
        "monitor_listen": "应为 地址:端口，如 127.0.0.1:9090；留空即不开",
        "drawer_speeches": "应为 0 到 100000 的整数",
        "slow_ms": "应为大于 0 的整数（毫秒）",
    },
)

EN: Final = ConsoleTexts(
    home_unusable="The folder {home} cannot be used: {reason}. Check the path and its permissions, or choose another with --home.",
    first_use="First use: creating a library in {home} with the bundled speeches ...",
    created="Library created: {home}, {speeches} {speeches:speech|speeches}, {passages} {passages:passage|passages}.",
    created_empty="Empty library created: {home}. Fill it with: jianggao add FILE_OR_FOLDER",
    importing="Importing",
    indexing="Indexing",
    added="added   {title}: {passages} {passages:passage|passages}, {dropped} {dropped:line|lines} dropped  {file}",
    same="same    {file}: as {title} in the library",
    nearly_same="same    {file}: nearly as {title} in the library ({percent}%)",
    failed="failed  {file}: {reason}",
    totals="{added} added, {same} already there, {failed} failed.",
    broken_off="Interrupted: {added} added before that, and kept; run it again for the rest.",
    removed="Removed {title} ({id}). Favourites from it are kept.",
    nothing_listed="The library is empty. Fill it with: jianggao add FILE_OR_FOLDER",
    nothing_relevant="The library has nothing on this. Try other words, or the theme alone.",
    empty_request="Name a theme, for example: jianggao ask 作风建设",
    empty_library="The library is empty. Fill it with: jianggao add FILE_OR_FOLDER",
    nothing_left="The library has passages on this, but none that meets all of the above. Ask for less.",
    explain_query="Searched for: {query}",
    explain_no_query="No theme: searched by the conditions alone.",
    explain_word="  {word} ← {stands_for} ({relation} {weight})",
    explain_alone="  No other words stood in.",
    similar="{count} similar:",
    took="{count} {count:passage|passages}, {milliseconds} ms",
    removed_lines="{count} {count:line|lines} that cleaning dropped from {title}:",
    nothing_removed="Cleaning dropped no line from {title}.",
    list_id="id",
    list_title="title",
    list_year="year",
    list_passages="passages",
    list_file="file",
    eval_measure="measure",
    eval_answered="answered where held",
    eval_empty="empties told as such",
    eval_requests="{count} {count:request|requests}, {empty} of them without an answer in the library.",
    eval_missed="No answer in the first five:",
    eval_invented="Answered although the library holds nothing:",
    eval_expected="expected: {texts}",
    eval_came="came: {texts}",
    opinions_given="👍 {good} · 👎 {bad}",
    opinions_written=(
        "Wrote {file}: {requests} {requests:request|requests}; {left_out} {left_out:opinion|opinions} not used (👎, changed "
        "conditions, passages that changed or are gone). Measure with jianggao eval {file}."
    ),
    opinions_none="There are no opinions to export; nothing was written.",
    learning="Adapting",
    train_headings="heading to its paragraph: {before} → {after} ({count} {count:heading|headings}, none of them learned from)",
    train_openings="opening sentence to the rest: {before} → {after} ({count} {count:sentence|sentences}, none of them learned from)",
    train_names="English name to its theme: {before} → {after}",
    train_gain="Mean gain {gain}, at least {low} beyond chance (all are mean reciprocal ranks, 1 at most).",
    train_accepted="The adapted model is better and is now in use, with its index; restart a bot that is running. Back to the built-in one: jianggao train --undo",
    train_refused="The adapted model is not better by enough; the one before stays in use. Try again with more speeches.",
    train_unused="Note: JIANGGAO_MODEL={model} is set; the adapted model will be used when it no longer is.",
    train_undone="Back to the built-in model, with its index; restart a bot that is running.",
    train_nothing_to_undo="There is no adapted model; the one before is in use anyway.",
    train_unwritable="The model cannot be written to {folder} ({reason}). Check disk space and permissions; the model in use has not changed.",
    brought="Brought back {new} {new:favourite|favourites}; {known} more {known:was|were} there already.",
    brought_damaged="{count} {count:is|are} damaged (the text does not match its hash, or something is missing) and {count:was|were} left out; the rest came in.",
    telegram_needed="The Telegram bot needs JIANGGAO_TELEGRAM_TOKEN: set the token from BotFather, or chat in the terminal with: jianggao chat",
    settings_unreadable="The settings file {file} cannot be read: {reason}. Save it as UTF-8 text, one NAME=value a line.",
    settings_wrong="{count} {count:setting is|settings are} wrong:",
    setting_wrong="{variable}={value}: should be {right}",
    setting_hidden="(not shown)",
    right={
        "telegram_token": "the token from BotFather, digits:letters-and-digits (one colon, no space)",
        "telegram_base_url": "a URL with http:// or https://, such as http://localhost:8081/bot",
        "telegram_base_file_url": "a URL with http:// or https://, such as http://localhost:8081/file/bot",
        "allow": "Telegram user ids (numbers), parted by spaces or commas; * is everybody",
        "admins": "Telegram user ids (numbers), parted by spaces or commas",
        "model": "a model's name or folder; empty is the adapted model, or the built-in one (builtin) where there is none",
        "backend": "torch, onnx or openvino",
        "reranker": "a model's name or folder",
        "trust_remote_code": "true or false",
        "home": "a folder (which need not exist yet)",
        "database_url": "a database URL as SQLAlchemy writes it, such as sqlite:////srv/jianggao/jianggao.db; empty is a file in the home folder",
        "language": "zh or en",
        "log_level": "DEBUG, INFO, WARNING, ERROR or CRITICAL",
        "workers": "a whole number from 1 to 32",
        "webhook_url": "a public https:// URL, such as https://bot.example.org/telegram; empty means that the bot asks for its messages",
        "webhook_listen": "host:port, such as 127.0.0.1:8080",
        "webhook_secret": "16 to 256 letters, digits, _ or -; empty is one made from the token",
        "monitor_listen": "host:port, such as 127.0.0.1:9090; empty is none",
        "drawer_speeches": "a whole number from 0 to 100000",
        "slow_ms": "a whole number above 0 (milliseconds)",
    },
)


def console_texts(language: str) -> ConsoleTexts:
    """The sentences of a language; Chinese where there are none of it."""
    return EN if language == "en" else ZH
