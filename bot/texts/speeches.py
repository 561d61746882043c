"""What is said of files that people send and of the speeches that they keep for themselves, Chinese and English (讲稿)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SpeechTexts:
    """The sentences of one language; words in braces are filled in by the caller with ``fill``.

    ``reasons`` says why a file could not be read, by the name of its error; empty where corpus says it in this language
    itself.
    """

    reasons: Mapping[str, str]
    menu_mine: str

    # A file that comes.
    nameless: str
    received: str  # name
    reading: str  # name, count
    too_large: str  # name, limit
    lost: str  # name
    unread: str  # name, reason
    reason_foreign: str  # reason
    drawer_full: str  # name, limit
    drawer_closed: str
    alone: str
    common_is_closed: str
    added: str  # title
    added_common: str  # title
    same: str  # title
    same_common: str  # title
    nearly: str  # title, percent
    nearly_common: str  # title, percent
    many: str  # name, added, same, failed
    many_common: str  # name, added, same, failed
    many_entry: str  # number, title
    many_more: str  # count
    many_failed: str
    many_failure: str  # file, reason
    many_dropped: str  # count
    stopped_full: str  # limit
    stopped_late: str
    dropped: str  # count
    found_soon: str
    found_soon_common: str
    found_later: str
    see_mine: str

    # A speech.
    passages: str  # count
    characters: str  # count
    came: str  # day
    open: str
    see_passages: str
    see_dropped: str  # count
    discard: str
    publish: str
    withdraw: str
    no: str
    back: str
    dropped_head: str  # title, count
    dropped_page: str  # title, count, page, pages
    dropped_nothing: str  # title
    gone: str

    # All of them.
    mine: str  # count
    mine_page: str  # count, page, pages
    mine_empty: str
    mine_empty_here: str

    # Taking one out, giving it to all, taking it back from all.
    discard_ask: str  # title
    discard_yes: str
    discarded: str  # title
    publish_ask: str  # title
    publish_yes: str
    published: str  # title
    withdraw_ask: str  # title
    withdraw_yes: str
    withdrawn: str  # title
    admins_only: str


_ZH: Final = SpeechTexts(
    reasons={},
    menu_mine="我的讲稿",
    nameless="未命名",
    received="收到“{name}”，正在读……",
    reading="收到“{name}”，正在读……已读 {count} 篇",
    too_large="“{name}”太大，没有取。我收 {limit} MB 以内的文件；请拆成几个，或另存为不带图片的 .docx 再发。",
    lost="“{name}”没有取下来，什么都没有改。请再发一次。",
    unread="“{name}”没有收成：{reason}",
    reason_foreign="{reason}",
    drawer_full="“{name}”没有收：您的讲稿已有 {limit} 篇，到了上限。请发 /mine 移出用不着的，再发一次。",
    drawer_closed="这里不收个人的讲稿。请把文件交给管理员，由管理员放进公共讲稿库。",
    alone="您自己的讲稿只在与我的私聊里收、看、删，免得别人看到。请到私聊里发文件，或发 /mine。",
    common_is_closed="公共讲稿库只有管理员能放，所以收进的是您自己的讲稿。",
    added="已收进您的讲稿：{title}",
    added_common="已放进公共讲稿库：{title}",
    same="您的讲稿里已有这一篇：{title}，没有再收。",
    same_common="公共讲稿库里已有这一篇：{title}，没有再收，直接就能搜到。",
    nearly="您的讲稿里已有几乎相同的一篇（相似 {percent}%）：{title}，没有再收。",
    nearly_common="公共讲稿库里已有几乎相同的一篇（相似 {percent}%）：{title}，没有再收。",
    many="“{name}”读完：收进您的讲稿 {added} 篇，已有 {same} 篇，没收成 {failed} 篇。",
    many_common="“{name}”读完：放进公共讲稿库 {added} 篇，已有 {same} 篇，没收成 {failed} 篇。",
    many_entry="{number}. {title}",
    many_more="……另有 {count} 篇",
    many_failed="没收成的：",
    many_failure="· {file}：{reason}",
    many_dropped="共删去 {count} 行网页导航、广告、页眉页脚之类，打开一篇可以看。",
    stopped_full="您的讲稿已到 {limit} 篇的上限，停在这里；文件里若还有别的，没有收。请发 /mine 移出用不着的，再发一次。",
    stopped_late="文件太多，先读到这里。再发一次，会接着收没收的。",
    dropped="删去 {count} 行（网页导航、广告、页眉页脚之类）",
    found_soon="几秒后就能搜到，只有您看得到、搜得到。",
    found_soon_common="几秒后大家就能搜到。",
    found_later="篇幅较大，最迟几分钟后能搜到。",
    see_mine="我的讲稿",
    passages="{count} 段",
    characters="{count} 字",
    came="{day} 收进",
    open="打开",
    see_passages="看段落",
    see_dropped="删去的 {count} 行",
    discard="移出",
    publish="放进公共讲稿库",
    withdraw="从公共讲稿库移出",
    no="不了",
    back="↩ 返回",
    dropped_head="{title}：删去的 {count} 行",
    dropped_page="{title}：删去的 {count} 行 · 第{page}/{pages}页",
    dropped_nothing="{title}：一行也没有删。",
    gone="您的讲稿里没有这一篇：可能已移出，或者这是别人的卡片。发 /mine 看您的讲稿。",
    mine="我的讲稿（{count} 篇），只有您看得到、搜得到",
    mine_page="我的讲稿（{count} 篇），只有您看得到、搜得到 · 第{page}/{pages}页",
    mine_empty=(
        "您还没有自己的讲稿。把文件发给我就收进来，只有您看得到、搜得到。"
        "能读 .docx .doc .pdf .txt .md .html .rtf .odt，和装着它们的 .zip，每个 20 MB 以内。"
    ),
    mine_empty_here="这里没有单属您自己的讲稿。要加讲稿，在命令行用“jianggao add 文件或文件夹”放进讲稿库。",
    discard_ask="把{title}移出您的讲稿？移出后搜不到，要再用须重新发文件。收藏过的段落在收藏夹里另存着原文，不受影响。",
    discard_yes="移出",
    discarded="已移出：{title}。收藏过的段落仍在收藏夹里。",
    publish_ask="把{title}放进公共讲稿库？放进后，能用这个机器人的人都看得到、搜得到，它不再单属于您。",
    publish_yes="放进公共讲稿库",
    published="已放进公共讲稿库：{title}。几秒后大家就能搜到。",
    withdraw_ask="把{title}移出公共讲稿库？移出后谁也搜不到，要再用须重新发文件。各人收藏的段落不受影响。",
    withdraw_yes="移出公共讲稿库",
    withdrawn="已移出公共讲稿库：{title}",
    admins_only="公共讲稿库只有管理员能动。",
)

_EN: Final = SpeechTexts(
    reasons={
        "UnsupportedFormat": "I do not read this kind of file. I read .docx .doc .pdf .txt .md .html .rtf .odt, and .zip "
        "files of these",
        "EncryptedFile": "it is locked with a password; save it without one and send it again",
        "BrokenFile": "it is damaged, or not what its name says; open it in its own program, save it as .docx or .txt, "
        "and send that",
        "EmptyFile": "it holds no text of a speech; please check that it is the right file",
        "ScannedFile": "its pages are pictures without text; run it through OCR software first",
        "OversizedFile": "it is over a limit of size, pages or characters; please split it, or save it as plain text",
        "UnsafeArchive": "a path in the archive points outside it, or is a link; for safety it was not read",
        "ReaderTimeout": "reading it took too long; save it as .docx or .txt and send that",
        "MissingConverter": "the program that reads this format is not installed here; save it as .docx and send that",
    },
    menu_mine="My speeches",
    nameless="untitled",
    received='Got "{name}", reading it …',
    reading='Got "{name}", reading it … {count} {count:speech|speeches} so far',
    too_large='"{name}" is too large and was not fetched. I take files up to {limit} MB; split it, or save it as .docx '
    "without pictures.",
    lost='"{name}" could not be fetched; nothing was changed. Please send it again.',
    unread='"{name}" was not taken: {reason}.',
    reason_foreign="the reader says (in Chinese): {reason}",
    drawer_full='"{name}" was not taken: you have {limit} {limit:speech|speeches} of your own, which is the limit. Send '
    "/mine, remove what you no longer need, and send it again.",
    drawer_closed="Speeches of your own are not taken here. Give the file to whoever runs the bot, for the common library.",
    alone="Speeches of your own are added, seen and removed in a private chat with me, where nobody reads along. Please "
    "send the file, or /mine, there.",
    common_is_closed="Only administrators add to the common library, so it went to your own speeches.",
    added="Added to your speeches: {title}",
    added_common="Added to the common library: {title}",
    same="You have this one already: {title}. Nothing was added.",
    same_common="The common library has this one already: {title}. Nothing was added; it can be searched.",
    nearly="You have a nearly identical one already ({percent}% alike): {title}. Nothing was added.",
    nearly_common="The common library has a nearly identical one already ({percent}% alike): {title}. Nothing was added.",
    many='"{name}" is read: {added} added to your speeches, {same} there already, {failed} not taken.',
    many_common='"{name}" is read: {added} added to the common library, {same} there already, {failed} not taken.',
    many_entry="{number}. {title}",
    many_more="… and {count} more",
    many_failed="Not taken:",
    many_failure="· {file}: {reason}",
    many_dropped="{count} {count:line|lines} of navigation, advertisements and the like were left out; open a speech to "
    "see its own.",
    stopped_full="You have reached the limit of {limit} {limit:speech|speeches}, so I stopped here; what else the file "
    "may hold was not taken. Send /mine, remove what you no longer need, and send it again.",
    stopped_late="There is too much in this file for one go. Send it again and I go on from here.",
    dropped="{count} {count:line|lines} left out (navigation, advertisements, page headers and the like)",
    found_soon="It can be searched in a few seconds, by you alone.",
    found_soon_common="Everybody can search it in a few seconds.",
    found_later="It is long: it can be searched in a few minutes at the latest.",
    see_mine="My speeches",
    passages="{count} {count:passage|passages}",
    characters="{count} characters",
    came="added {day}",
    open="Open",
    see_passages="Passages",
    see_dropped="{count} {count:line|lines} left out",
    discard="Remove",
    publish="Add to the common library",
    withdraw="Remove from the common library",
    no="No",
    back="↩ Back",
    dropped_head="{title}: {count} {count:line|lines} left out",
    dropped_page="{title}: {count} {count:line|lines} left out · page {page}/{pages}",
    dropped_nothing="{title}: nothing was left out.",
    gone="This is not among your speeches: it was removed, or the card is somebody else's. Send /mine to see yours.",
    mine="My speeches ({count}); only you see and search them",
    mine_page="My speeches ({count}); only you see and search them · page {page}/{pages}",
    mine_empty=(
        "You have no speeches of your own yet. Send me a file and it goes in; only you see and search it. I read .docx "
        ".doc .pdf .txt .md .html .rtf .odt, and .zip files of these, up to 20 MB each."
    ),
    mine_empty_here='No speeches are yours alone here. To add some to the library, use "jianggao add FILE-OR-FOLDER" on '
    "the command line.",
    discard_ask="Remove {title} from your speeches? It can then no longer be searched; to use it again you must send the "
    "file again. Favourites keep their own copies.",
    discard_yes="Remove",
    discarded="Removed: {title}. Passages you saved are still in your favourites.",
    publish_ask="Add {title} to the common library? Everybody who may use this bot will see and search it, and it will "
    "no longer be yours alone.",
    publish_yes="Add to the common library",
    published="Added to the common library: {title}. Everybody can search it in a few seconds.",
    withdraw_ask="Remove {title} from the common library? Nobody can then search it; to use it again the file must be "
    "sent again. Favourites keep their own copies.",
    withdraw_yes="Remove from the common library",
    withdrawn="Removed from the common library: {title}",
    admins_only="Only administrators change the common library.",
)


def speech_texts(language: str) -> SpeechTexts:
    """Return the sentences of a language; Chinese for one that we do not speak."""
    return _EN if language == "en" else _ZH
