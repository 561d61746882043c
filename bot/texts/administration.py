"""What administrators read in chat (管理文案): Chinese first, English second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class AdministrationTexts:
    """The sentences of one language; words in braces are filled in by the caller."""

    # The menu of an administrator.
    menu_stats: str
    menu_allow: str
    menu_block: str
    menu_reindex: str
    menu_backup: str

    private_only: str
    failed: str
    joint: str

    # Letting in and shutting out.
    allowed: str  # ids
    blocked: str  # ids
    allowed_before: str  # ids
    blocked_before: str  # ids
    is_admin: str  # ids
    no_id: str  # words
    sender_hidden: str
    block_whom: str
    welcome: str
    list_settings: str  # count
    list_everybody: str
    list_counts: str  # allowed, blocked
    list_page: str  # page, pages
    list_allowed: str  # ids
    list_blocked: str  # ids
    list_help: str

    # Counts.
    stats_head: str
    stats_people: str  # people
    stats_span: str  # days, active, requests, empty, slow
    stats_slow: str  # seconds
    stats_favourites: str  # favourites
    stats_library: str  # speeches, passages
    stats_own: str  # speeches
    stats_unfinished: str  # count

    # The index.
    reindex_begun: str
    reindex_begun_all: str
    reindex_busy: str
    reindex_done: str  # passages, seconds
    reindex_unchanged: str  # passages
    reindex_failed: str  # message
    reindex_stopped: str
    reindex_what: str

    # Backups.
    backup_begun: str
    backup_busy: str
    backup_failed: str  # message
    backup_unsent: str  # file, reason


ZH: Final = AdministrationTexts(
    menu_stats="统计",
    menu_allow="放行：/allow 编号",
    menu_block="拒绝：/block 编号",
    menu_reindex="更新索引；/reindex all 从头重建",
    menu_backup="备份",
    private_only="管理命令请在与我的私聊里用：这里别人也看得见。",
    failed="出了故障，这个命令没有办成；原因见服务器日志。",
    joint="、",
    allowed="已放行：{ids}",
    blocked="已拒绝：{ids}",
    allowed_before="本来就放行：{ids}",
    blocked_before="本来就拒绝：{ids}",
    is_admin="是管理员，不能拒绝：{ids}",
    no_id="不是用户编号：{words}。编号是一串数字，陌生人写信来时我会告诉他；多个编号用空格隔开。",
    sender_hidden="Telegram 没有说这条消息是谁发的（对方隐藏了转发来源）。请让他给我发一条消息，我会告诉他自己的编号。",
    block_whom="拒绝谁？请写 /block 编号，或回复一条转发来的消息发 /block。",
    welcome="管理员已为您开通。直接发一句话试试，例如：给我一段关于作风建设的话",
    list_settings="设置里放行 {count} 人（管理员在内），此外：",
    list_everybody="设置里对所有人开放，此外：",
    list_counts="另行放行 {allowed} 人，拒绝 {blocked} 人。",
    list_page="第{page}/{pages}页",
    list_allowed="放行：{ids}",
    list_blocked="拒绝：{ids}",
    list_help="放行：/allow 编号；拒绝：/block 编号；也可以回复一条转发来的消息。",
    stats_head="统计",
    stats_people="用过的人：{people}",
    stats_span="近 {days} 天：{active} 人在用，检索 {requests} 次，其中没有结果 {empty} 次，慢 {slow} 次",
    stats_slow="（超过 {seconds} 秒算慢；每人只计最近 200 次检索）",
    stats_favourites="收藏：{favourites}",
    stats_library="讲稿：{speeches} 篇，{passages} 个段落",
    stats_own="个人讲稿：{speeches} 篇",
    stats_unfinished="待办的消息：{count}",
    reindex_begun="开始更新索引，检索照常。完成后告诉您。",
    reindex_begun_all="开始从头重建索引，检索照常。完成后告诉您。",
    reindex_busy="索引正在更新，请等它完成。",
    reindex_done="索引已更新：{passages} 个段落，用了 {seconds} 秒。",
    reindex_unchanged="索引本来就是最新的：{passages} 个段落。要从头重建，发 /reindex all",
    reindex_failed="索引没有更新，仍用原来的：{message}",
    reindex_stopped="机器人要停止，索引没有更新完，仍用原来的。启动后请再发一次。",
    reindex_what="看不懂这个要求。更新索引发 /reindex，从头重建发 /reindex all",
    backup_begun="开始备份，完成后发给您。",
    backup_busy="正在备份，请等它完成。",
    backup_failed="没有备份成：{message}",
    backup_unsent="备份在服务器上：{file}。没有发出来（{reason}）。",
)

EN: Final = AdministrationTexts(
    menu_stats="Counts",
    menu_allow="Let in: /allow ID",
    menu_block="Shut out: /block ID",
    menu_reindex="Update the index; /reindex all builds it anew",
    menu_backup="Back up",
    private_only="Please use this command in our private chat: others can read it here.",
    failed="Something failed and the command was not carried out; the server's log says why.",
    joint=", ",
    allowed="Let in: {ids}",
    blocked="Shut out: {ids}",
    allowed_before="Was let in already: {ids}",
    blocked_before="Was shut out already: {ids}",
    is_admin="Runs the bot and cannot be shut out: {ids}",
    no_id="No id of a person: {words}. An id is a number; I tell strangers theirs when they write. Part several by spaces.",
    sender_hidden="Telegram does not say who sent this message (they hide it in forwards). Let them write to me: I tell them their id.",
    block_whom="Shut out whom? Write /block ID, or answer a forwarded message with /block.",
    welcome="You have been let in. Try a sentence, such as: give me a paragraph on 作风建设",
    list_settings="The settings let in {count} {count:person|people}, administrators among them; besides:",
    list_everybody="The settings let everybody in; besides:",
    list_counts="{allowed} let in, {blocked} shut out.",
    list_page="page {page}/{pages}",
    list_allowed="Let in: {ids}",
    list_blocked="Shut out: {ids}",
    list_help="Let in: /allow ID; shut out: /block ID; or answer a forwarded message.",
    stats_head="Counts",
    stats_people="people known: {people}",
    stats_span="last {days} {days:day|days}: {active} {active:person|people} active, {requests} {requests:request|requests}, {empty} without a result, {slow} slow",
    stats_slow="(slow is over {seconds} s; of each person the last 200 requests count)",
    stats_favourites="favourites: {favourites}",
    stats_library="library: {speeches} {speeches:speech|speeches}, {passages} {passages:passage|passages}",
    stats_own="speeches of people's own: {speeches}",
    stats_unfinished="messages not yet done: {count}",
    reindex_begun="Updating the index; searches go on. I tell you when it is done.",
    reindex_begun_all="Building the index anew; searches go on. I tell you when it is done.",
    reindex_busy="The index is being updated; wait until that is done.",
    reindex_done="The index is up to date: {passages} {passages:passage|passages}, in {seconds} s.",
    reindex_unchanged="The index was up to date: {passages} {passages:passage|passages}. To build it anew, send /reindex all",
    reindex_failed="The index was not updated and the old one serves: {message}",
    reindex_stopped="The bot is about to stop; the index was not finished and the old one serves. Send it again after the start.",
    reindex_what="I do not understand. /reindex updates the index, /reindex all builds it anew.",
    backup_begun="Backing up; you get it when it is done.",
    backup_busy="A backup is being made; wait until that is done.",
    backup_failed="There is no backup: {message}",
    backup_unsent="The backup is on the server: {file}. It could not be sent ({reason}).",
)


def administration_texts(language: str) -> AdministrationTexts:
    """The sentences of a language; Chinese where there are none of it."""
    return EN if language == "en" else ZH
