"""What is said of backups, in chat and on the command line (备份文案): Chinese first, English second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class BackupTexts:
    """The sentences of one language; words in braces are filled in by the caller."""

    # What was done.
    written: str  # file, size, speeches, passages, people, favourites
    restored: str  # file, made, speeches, passages, people, favourites
    before_kept: str  # file
    index_follows: str
    ask: str  # speeches, passages, people, favourites, made, here_speeches, here_people, here_favourites
    needs_yes: str
    not_restored: str

    # Why nothing was done.
    unwritable: str  # file, reason
    unreadable: str  # file, reason
    is_the_database: str  # file
    no_backup: str  # file
    damaged: str  # file, fault
    newer: str  # file, what, found, known
    database_differs: str  # found, known
    counts_differ: str  # table, found, expected

    # In chat.
    sent: str  # file, size, speeches, passages, people, favourites
    too_large: str  # file, size, limit
    how_to_restore: str  # name


ZH: Final = BackupTexts(
    written="已备份到 {file}（{size} MB）：{speeches} 篇讲稿、{passages} 个段落、{people} 个用户、{favourites} 条收藏。",
    restored="已由 {file}（{made}）恢复：{speeches} 篇讲稿、{passages} 个段落、{people} 个用户、{favourites} 条收藏。",
    before_kept="恢复前的状态存在 {file}，要退回，恢复它即可。",
    index_follows="索引随后自动更新：正在运行的机器人几秒内开始，否则在下次启动时。",
    ask=(
        "将用 {made} 的备份（{speeches} 篇讲稿、{passages} 个段落、{people} 个用户、{favourites} 条收藏）"
        "换掉现在库里的全部内容（{here_speeches} 篇讲稿、{here_people} 个用户、{here_favourites} 条收藏）。继续吗？"
    ),
    needs_yes="恢复会换掉库里的全部内容：请在终端里运行并回答，或加上 --yes。",
    not_restored="没有恢复，库里的内容没有变。",
    unwritable="备份写不进 {file}（{reason}）：请检查文件夹、权限和磁盘空间。",
    unreadable="备份 {file} 读不出来（{reason}）：请检查路径和权限。",
    is_the_database="{file} 就是正在使用的数据库，不能当作备份文件：请另取一个文件名。",
    no_backup="{file} 不是讲稿的备份：请用 jianggao backup 写成的文件。",
    damaged="备份 {file} 已损坏（{fault}），没有恢复任何内容：请换一份备份。",
    newer="备份 {file} 由更新版本的讲稿写成（{what} {found}，本程序只认到 {known}）：请升级程序后再恢复。",
    database_differs="数据库的版本是 {found}，本程序的是 {known}，没有备份：请用同一版本的程序。",
    counts_differ="表 {table} 恢复后是 {found} 行，应为 {expected} 行；已全部撤销，库里的内容没有变。请再试一次。",
    sent="备份 {file}（{size} MB）：{speeches} 篇讲稿、{passages} 个段落、{people} 个用户、{favourites} 条收藏。",
    too_large="备份有 {size} MB，超过 Telegram 能发的 {limit} MB，留在服务器上：{file}",
    how_to_restore="恢复：jianggao restore {name}。里面有所有人的收藏和检索记录，请妥善保管。",
)

EN: Final = BackupTexts(
    written="Backed up to {file} ({size} MB): {speeches} {speeches:speech|speeches}, {passages} {passages:passage|passages}, {people} {people:person|people}, {favourites} {favourites:favourite|favourites}.",
    restored="Restored from {file} ({made}): {speeches} {speeches:speech|speeches}, {passages} {passages:passage|passages}, {people} {people:person|people}, {favourites} {favourites:favourite|favourites}.",
    before_kept="What was there before is in {file}; restore it to go back.",
    index_follows="The index follows by itself: within seconds where a bot runs, else at the next start.",
    ask=(
        "The backup of {made} ({speeches} {speeches:speech|speeches}, {passages} {passages:passage|passages}, {people} {people:person|people}, {favourites} {favourites:favourite|favourites}) "
        "will take the place of everything here ({here_speeches} {here_speeches:speech|speeches}, {here_people} {here_people:person|people}, {here_favourites} {here_favourites:favourite|favourites}). Go on?"
    ),
    needs_yes="Restoring replaces everything in the database: run it in a terminal and answer, or add --yes.",
    not_restored="Nothing was restored; the database has not changed.",
    unwritable="The backup cannot be written to {file} ({reason}). Check the folder, its permissions and the disk.",
    unreadable="The backup {file} cannot be read ({reason}). Check the path and its permissions.",
    is_the_database="{file} is the database in use and cannot be a backup of it. Choose another name.",
    no_backup="{file} is no backup of jianggao. Take a file that jianggao backup wrote.",
    damaged="The backup {file} is damaged ({fault}); nothing was restored. Take another backup.",
    newer="The backup {file} was written by a newer version ({what} {found}, this program knows {known} at most). Upgrade, then restore.",
    database_differs="The database is at version {found} and this program at {known}; nothing was backed up. Use the program of that version.",
    counts_differ="The table {table} came to {found} {found:row|rows} instead of {expected}; all was undone and the database has not changed. Try again.",
    sent="Backup {file} ({size} MB): {speeches} {speeches:speech|speeches}, {passages} {passages:passage|passages}, {people} {people:person|people}, {favourites} {favourites:favourite|favourites}.",
    too_large="The backup has {size} MB, more than the {limit} MB that Telegram takes. It stays on the server: {file}",
    how_to_restore="To restore: jianggao restore {name}. It holds what everybody keeps and asked; keep it safe.",
)


def backup_texts(language: str) -> BackupTexts:
    """The sentences of a language; Chinese where there are none of it."""
    return EN if language == "en" else ZH
