"""What the examination says (体检文案): Chinese first, English second; what is wrong comes with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DoctorTexts:
    """The sentences of one language; words in braces are filled in by the caller."""

    doctor_well: str
    doctor_ill: str  # count

    # Versions.
    python_old: str  # version
    python_well: str  # version
    packages_well: str  # count
    packages_ill: str  # packages, count

    # Settings.
    settings_well: str
    settings_chosen: str  # chosen
    telegram_missing: str
    nobody_allowed: str
    everybody_allowed: str
    no_admins: str
    webhook_well: str
    webhook_http: str
    webhook_port: str  # port
    webhook_unused: str
    monitor_well: str  # place
    monitor_port: str  # port
    monitor_open: str  # place

    # The machine.
    home_missing: str  # home
    disk_well: str  # free
    disk_ill: str  # free, home
    memory_well: str  # free
    memory_ill: str  # free
    converter_well: str
    converter_missing: str

    # The database.
    database_none: str
    database_well: str  # kind
    database_ill: str  # message
    tables_none: str
    migrations_well: str  # revisions
    migrations_old: str  # revisions
    migrations_newer: str  # table, found, known
    counts: str  # speeches, passages
    file_ill: str  # count, first
    contents_well: str
    contents_ill: str  # count, first
    contents_unreadable: str  # message
    favourites_ill: str  # count, ids

    # Search.
    model_well: str  # name, dimension
    model_adapted: str
    model_ill: str  # message
    terms_well: str  # count, file
    terms_ill: str  # message
    index_well: str  # passages
    index_none: str
    index_missing: str
    index_stale: str
    index_other: str  # name
    index_ill: str  # message

    # Telegram.
    account_well: str  # name
    account_ill: str
    account_unreachable: str  # reason
    account_failed: str  # reason
    inline_well: str
    inline_off: str
    groups_well: str
    groups_all: str
    groups_none: str
    polling_well: str  # pending
    polling_webhook: str
    webhook_set: str  # pending
    webhook_missing: str
    webhook_other: str
    webhook_errors: str  # minutes, reason
    updates_unknown: str  # reason

    # The clock.
    clock_well: str  # seconds
    clock_ill: str  # seconds


ZH: Final = DoctorTexts(
    doctor_well="一切正常。",
    doctor_ill="有 {count} 处需要处理。",
    python_old="Python {version} 太旧：请改用 3.11 或更新的版本。",
    python_well="Python {version}",
    packages_well="软件包：{count} 个与 deploy/requirements.txt 一致",
    packages_ill="软件包有 {count} 个与 deploy/requirements.txt 不一致（{packages}）：请运行 make setup，或按该文件重新安装。",
    settings_well="设置：都是默认值",
    settings_chosen="设置：{chosen}（其余为默认值）",
    telegram_missing="没有设置 JIANGGAO_TELEGRAM_TOKEN：make run 会在终端里对话。",
    nobody_allowed="有令牌，但 JIANGGAO_ALLOW 与 JIANGGAO_ADMINS 都空着：机器人不会回答任何人。请填上用户编号，或用 * 开放给所有人。",
    everybody_allowed="JIANGGAO_ALLOW=*：谁都可以用这个机器人。",
    no_admins="JIANGGAO_ADMINS 空着：没有人能用 /stats、/allow、/backup 等管理命令；需要时填上管理员的用户编号。",
    webhook_well="webhook：密钥与网址已备好",
    webhook_http="JIANGGAO_WEBHOOK_URL 是 http:// 开头的，Telegram 只调用 https://：请改用 https 网址，由代理解密后转给机器人。",
    webhook_port="JIANGGAO_WEBHOOK_URL 的端口是 {port}，Telegram 只调用 443、80、88 和 8443：请改用其中之一。",
    webhook_unused="设置了 JIANGGAO_WEBHOOK_SECRET，但没有 JIANGGAO_WEBHOOK_URL，所以没有用上。",
    monitor_well="监控：{place}",
    monitor_port="JIANGGAO_MONITOR_LISTEN 与 JIANGGAO_WEBHOOK_LISTEN 用了同一个端口 {port}：请另选一个。",
    monitor_open="监控在 {place}，对所有地址开放：请用防火墙或容器网络挡住外人。",
    home_missing="还没有建库：{home}。运行 jianggao init，或第一次使用时自动建。",
    disk_well="磁盘：剩 {free} MB",
    disk_ill="磁盘只剩 {free} MB：请在 {home} 所在的盘上腾出空间。",
    memory_well="内存：可用 {free} MB",
    memory_ill="可用内存只有 {free} MB，建索引时可能不够：请停掉别的程序，或放宽容器的内存限制。",
    converter_well="LibreOffice：可读 .doc 文件",
    converter_missing="没有 LibreOffice，读不了旧式 .doc 文件；需要时请安装（其他格式不受影响）。",
    database_none="还没有数据库：运行 jianggao init，或第一次使用时自动建。",
    database_well="数据库：{kind}",
    database_ill="数据库打不开：{message}",
    tables_none="数据库是空的：下次启动时建表。",
    migrations_well="数据库版本：{revisions}",
    migrations_old="数据库是旧版本的（{revisions}）：下次启动时自动升级；升级前最好先备份。内容等升级后再查。",
    migrations_newer="数据库由更新版本的讲稿写成（{table} {found}，本程序只认到 {known}）：请升级程序。",
    counts="讲稿库：{speeches} 篇讲稿，{passages} 个段落",
    file_ill="数据库文件有 {count} 处损坏，第一处：{first}。请用备份恢复。",
    contents_well="内容：每个段落都与原文一字不差",
    contents_ill="内容有 {count} 处与入库时不符，第一处：{first}。请删除该讲稿后重新导入，或用备份恢复。",
    contents_unreadable="内容没能核对完：{message}",
    favourites_ill="有 {count} 条收藏的文字与保存时不符（编号 {ids}）。讲稿还在库里时重新收藏一次即可复原，否则请用备份或导出的 .json 恢复。",
    model_well="模型：{name}，{dimension} 维",
    model_adapted="模型是按本库适配过的；改回内置模型：jianggao train --undo",
    model_ill="模型用不了：{message}",
    terms_well="自备词表 {count} 条：{file}",
    terms_ill="自备词表用不了，只用随附的词表：{message}",
    index_well="索引：{passages} 个段落",
    index_none="还没有索引，库里也没有讲稿：导入后自动建。",
    index_missing="还没有索引：启动机器人或运行 jianggao ask 时自动建。",
    index_stale="索引落后于讲稿库：机器人运行时几秒内会自动跟上；一直如此就在对话里发 /reindex，或运行 jianggao ask。",
    index_other="索引是用另一个模型（{name}）或另一版功能标注建的：启动机器人或运行 jianggao ask 时自动重建。",
    index_ill="索引用不了：{message}启动机器人或运行 jianggao ask 即可重建。",
    account_well="令牌：@{name}，Telegram 已核对",
    account_ill="Telegram 不认识 JIANGGAO_TELEGRAM_TOKEN 里的令牌：请向 BotFather 核对（/mybots → API Token），改好后重启。",
    account_unreachable="连不上 Bot API（{reason}），令牌没有核对：请检查网络、代理和 JIANGGAO_TELEGRAM_BASE_URL。",
    account_failed="Bot API 没有按常规回答（{reason}），令牌没有核对：请稍后再试。",
    inline_well="内联模式：已开",
    inline_off="内联模式没有开，别的对话里不能用 @ 机器人检索；需要时向 BotFather 发 /setinline。",
    groups_well="群组：只收到命令、提到它的和回复它的消息，这样正好",
    groups_all="群组里的每条消息都会发给机器人，它并不需要：请向 BotFather 发 /setprivacy，选 Enable。",
    groups_none="机器人不能加入群组；需要时向 BotFather 发 /setjoingroups。",
    polling_well="收消息：由机器人去取，等着的有 {pending} 条",
    polling_webhook="Telegram 上还设着 webhook，轮询收不到消息：重启机器人会取消它；想用 webhook，请设置 JIANGGAO_WEBHOOK_URL。",
    webhook_set="收消息：由 Telegram 送来（webhook），等着的有 {pending} 条",
    webhook_missing="设置了 JIANGGAO_WEBHOOK_URL，但 Telegram 上没有设 webhook：请启动或重启机器人。",
    webhook_other="Telegram 上设的 webhook 是另一个网址：请重启机器人；若另有程序用同一个令牌，请停掉它。",
    webhook_errors="Telegram {minutes} 分钟前没能把消息送来（{reason}）：请检查代理、证书和 JIANGGAO_WEBHOOK_LISTEN。",
    updates_unknown="Bot API 没有说消息怎么来（{reason}）：请稍后再试。",
    clock_well="时钟：相差 {seconds} 秒",
    clock_ill="本机时钟差了 {seconds} 秒：请打开时间同步（如 timedatectl set-ntp true）。",
)

EN: Final = DoctorTexts(
    doctor_well="All is well.",
    doctor_ill="{count} {count:finding needs|findings need} attention.",
    python_old="Python {version} is too old: use 3.11 or newer.",
    python_well="Python {version}",
    packages_well="packages: {count} as in deploy/requirements.txt",
    packages_ill="{count} {count:package differs|packages differ} from deploy/requirements.txt ({packages}). Run make setup, or install from that file.",
    settings_well="settings: the defaults",
    settings_chosen="settings: {chosen} (the others are the defaults)",
    telegram_missing="JIANGGAO_TELEGRAM_TOKEN is not set: make run chats in the terminal.",
    nobody_allowed="A token is set but JIANGGAO_ALLOW and JIANGGAO_ADMINS are empty: the bot answers nobody. Name user ids, or * for everybody.",
    everybody_allowed="JIANGGAO_ALLOW=*: everybody may use this bot.",
    no_admins="JIANGGAO_ADMINS is empty: nobody can use /stats, /allow, /backup and the like. Name the administrators' user ids if you want them.",
    webhook_well="webhook: URL and secret are ready",
    webhook_http="JIANGGAO_WEBHOOK_URL begins with http://, and Telegram calls https:// alone. Use an https URL; a proxy ends TLS and passes calls on.",
    webhook_port="JIANGGAO_WEBHOOK_URL names port {port}, and Telegram calls 443, 80, 88 and 8443 alone. Use one of these.",
    webhook_unused="JIANGGAO_WEBHOOK_SECRET is set and JIANGGAO_WEBHOOK_URL is not, so that it is not used.",
    monitor_well="monitor: {place}",
    monitor_port="JIANGGAO_MONITOR_LISTEN and JIANGGAO_WEBHOOK_LISTEN name the same port {port}. Choose another.",
    monitor_open="The monitor listens on {place}, at every address. Keep strangers out by a firewall or the containers' network.",
    home_missing="No library yet: {home}. Run jianggao init, or let the first use create it.",
    disk_well="disk: {free} MB free",
    disk_ill="only {free} MB free: make room on the disk of {home}.",
    memory_well="memory: {free} MB available",
    memory_ill="only {free} MB of memory available, which may be too little to build an index: stop other programs, or raise the container's limit.",
    converter_well="LibreOffice: .doc files can be read",
    converter_missing="No LibreOffice: old .doc files cannot be read; install it if you need them (other formats work).",
    database_none="No database yet: run jianggao init, or let the first use create it.",
    database_well="database: {kind}",
    database_ill="the database cannot be opened: {message}",
    tables_none="The database is empty: the next start makes its tables.",
    migrations_well="database version: {revisions}",
    migrations_old="The database is of an older version ({revisions}) and will be upgraded at the next start; back it up before. Its contents are examined after that.",
    migrations_newer="The database was written by a newer version ({table} {found}, this program knows {known} at most). Upgrade the program.",
    counts="library: {speeches} {speeches:speech|speeches}, {passages} {passages:passage|passages}",
    file_ill="{count} {count:fault|faults} in the database file, the first: {first}. Restore a backup.",
    contents_well="contents: every passage is its source, character for character",
    contents_ill="{count} {count:fault|faults} in the contents, the first: {first}. Remove that speech and add it again, or restore a backup.",
    contents_unreadable="the contents could not be read through: {message}",
    favourites_ill="{count} {count:favourite is|favourites are} not what was saved (no. {ids}). Saving the passage again makes it whole while its speech is in the library; else restore a backup, or import an export.",
    model_well="model: {name}, dimension {dimension}",
    model_adapted="the model is adapted to this library; back to the built-in one: jianggao train --undo",
    model_ill="the model cannot be used: {message}",
    terms_well="{count} {count:term|terms} of your own: {file}",
    terms_ill="Your own terms cannot be used, those that ship serve alone: {message}",
    index_well="index: {passages} {passages:passage|passages}",
    index_none="No index yet, and no speeches: it is made when some are added.",
    index_missing="No index yet: the bot's start, or jianggao ask, makes it.",
    index_stale="The index is behind the library: a running bot follows within seconds. Where it stays so, send /reindex in chat, or run jianggao ask.",
    index_other="The index was made with another model ({name}) or other labels of functions: the bot's start, or jianggao ask, makes it anew.",
    index_ill="the index cannot be used: {message} The bot's start, or jianggao ask, makes it anew.",
    account_well="token: @{name}, as Telegram says",
    account_ill="Telegram does not know the token in JIANGGAO_TELEGRAM_TOKEN. Compare it with BotFather's (/mybots → API Token) and restart.",
    account_unreachable="The Bot API cannot be reached ({reason}), so the token is not checked. Check the network, the proxy and JIANGGAO_TELEGRAM_BASE_URL.",
    account_failed="The Bot API gave no usual answer ({reason}), so the token is not checked. Try again later.",
    inline_well="inline mode: on",
    inline_off="Inline mode is off: nobody can search by @ in other chats. If you want it, send /setinline to BotFather.",
    groups_well="groups: it gets commands, mentions and replies alone, as it should",
    groups_all="Every message of a group goes to the bot, which does not need them. Send /setprivacy to BotFather and choose Enable.",
    groups_none="The bot cannot join groups. If it should, send /setjoingroups to BotFather.",
    polling_well="messages: fetched by the bot, {pending} waiting",
    polling_webhook="Telegram still has a webhook, so that polling gets nothing. A restart of the bot removes it; to use a webhook set JIANGGAO_WEBHOOK_URL.",
    webhook_set="messages: brought by Telegram (webhook), {pending} waiting",
    webhook_missing="JIANGGAO_WEBHOOK_URL is set, but Telegram has no webhook. Start or restart the bot.",
    webhook_other="Telegram has a webhook at another URL. Restart the bot; if another program uses the same token, stop it.",
    webhook_errors="{minutes} min ago Telegram could not bring a message ({reason}). Check the proxy, the certificate and JIANGGAO_WEBHOOK_LISTEN.",
    updates_unknown="The Bot API did not say how messages come ({reason}). Try again later.",
    clock_well="clock: off by {seconds} s",
    clock_ill="This machine's clock is off by {seconds} s: turn on time synchronisation (such as timedatectl set-ntp true).",
)


def doctor_texts(language: str) -> DoctorTexts:
    """The sentences of a language; Chinese where there are none of it."""
    return EN if language == "en" else ZH
