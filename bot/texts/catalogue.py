"""Every sentence a person reads, by name (文案). One language is one value of ``Texts``.

Words in braces are filled in by the caller, with ``fill`` where one of them is a count that chooses a word
(``{count:passage|passages}``), else with ``str.format``; a test holds both languages to the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.texts.names import Names


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of one language, and its names for the values of ``retrieval``."""

    names: Names
    joint: str

    # Commands: the menu, and what they answer.
    menu_start: str
    menu_help: str
    menu_favorites: str
    menu_library: str
    menu_themes: str
    menu_more: str
    menu_context: str
    menu_save: str
    start: str
    help: str
    unknown_command: str  # command

    # Requests that give no passage.
    ask_theme: str
    too_long: str  # limit
    not_text: str
    nothing_relevant: str
    library_holds: str  # speeches, passages
    empty_library: str
    failed: str
    fewer_found: str  # found
    more_by_paging: str  # shown
    place_opening: str
    place_closing: str
    role_not_found: str  # theme, wanted
    this_theme: str
    nothing_left: str
    nothing_but_near: str  # themes

    # What was understood, and taking a part of it out again.
    understood_theme: str  # theme
    understood_count: str  # count
    role_without: str  # role
    years_since: str  # first
    years_until: str  # last
    years_between: str  # first, last
    years_without: str  # years
    source_with: str  # word
    source_without: str  # word
    must_hold: str  # word
    must_not_hold: str  # word
    corrected: str  # came, read
    take_out: str  # part
    put_back: str
    nothing_to_take_out: str  # part
    nothing_asked: str

    # What is said of the last answer.
    nothing_before: str
    nothing_shown: str
    no_such_passage: str  # position, count
    first_of_all: str
    last_of_all: str  # count
    seen_enough: str  # count
    none_shorter: str
    none_longer: str
    role_ends: str  # wanted
    cannot_turn_down: str
    widen: str
    widen_near: str  # themes
    saved_now: str  # source
    saved_before: str  # source
    saved_all: str  # count
    removed_now: str  # source
    removed_before: str  # source
    source_speech: str  # title
    source_place: str  # place
    source_said: str  # said
    source_file: str  # file

    # People.
    stranger: str  # id
    not_yours: str

    # Cards.
    title: str  # title
    title_inferred: str  # title
    paragraph: str  # number
    paragraph_part: str  # number
    year: str  # year
    head: str  # position, total
    head_similar: str  # position, total
    head_context: str
    head_whole: str
    text_page: str  # page, pages
    paragraphs: str  # first, last
    passage_gone: str
    to_fill: str  # count
    dated: str  # times
    and_more: str

    # Buttons.
    previous: str
    next: str
    position: str  # position, total
    save: str
    saved: str
    save_whole: str
    context: str
    whole: str
    similar: str  # count
    page_down: str  # page, pages
    page_up: str  # page, pages
    above: str
    below: str
    back: str
    back_to_favourites: str
    remove: str
    undo: str
    ask_again: str
    ask_again_for: str  # request
    see_library: str
    see_favourites: str
    see_themes: str
    copy_source: str
    copy_maxim: str
    plain: str
    praise: str
    praised: str
    blame: str
    blamed: str
    function_shown: str  # function

    # Words over the screen.
    toast_saved: str
    toast_saved_before: str
    toast_removed: str
    toast_removed_before: str
    toast_restored: str
    toast_save_gone: str
    toast_thanks: str
    toast_unsaid: str
    stale: str
    stale_offer: str

    # Favourites.
    favourites_head: str  # count
    favourites_page: str  # count, page, pages
    favourites_empty: str
    favourite_head: str  # saved_at
    favourite_gone: str
    favourite_removed: str  # title

    # The library.
    library_head: str  # speeches, passages, characters
    library_more: str
    library_own: str

    # The themes of the library.
    themes_head: str  # count
    themes_page: str  # count, page, pages
    themes_group: str  # number, group, count, examples
    themes_of_group: str  # group, count
    themes_other: str
    theme_count: str  # theme, passages
    theme_entry: str  # number, theme, passages
    themes_none: str
    back_to_themes: str

    # Similar passages.
    similar_head: str  # count
    similar_entry: str  # number, source
    similar_gone: str  # number

    # The terminal.
    terminal_welcome: str
    terminal_help: str
    terminal_prompt: str
    terminal_bye: str
    terminal_no_such_key: str  # key
    terminal_saved_before: str
    terminal_open: str  # numbers
    terminal_quit: str

    # The drawer: tags, notes, searching, the piece being written.
    menu_tags: str
    menu_writing: str
    menu_find: str
    menu_forgetme: str
    find: str
    filters: str
    tags: str
    note: str
    link: str
    export: str
    move_up: str
    move_down: str
    tag_menu: str
    new_tag: str
    rename: str
    delete_tag: str
    see_tag: str
    write_this: str
    written: str
    cancel: str
    back_to_view: str
    back_to_tags: str
    favourite_damaged: str  # id
    tagged: str  # tags
    noted: str  # note
    tag_on: str  # tag
    view_tag: str  # tag
    view_words: str  # words
    view_head: str  # view, count
    view_page: str  # view, count, page, pages
    view_empty: str  # view
    filters_head: str
    filters_head_of: str  # view
    filters_none: str
    filter_entry: str  # number, name, count
    tags_head: str  # count
    tags_none: str
    tag_entry: str  # number, tag, count
    tag_head: str  # tag, count
    tags_on_head: str
    tag_put: str  # tags
    tag_put_before: str  # tags
    tag_unknown: str
    tag_not_found: str  # tag
    tag_too_long: str  # limit
    tag_renamed: str  # before, tag
    tag_taken: str  # tag
    tag_deleted: str  # tag, count
    ask_tag: str  # limit
    ask_note: str
    ask_note_anew: str  # note
    ask_name: str  # tag
    ask_find: str
    cancelled: str
    note_written: str
    note_gone: str
    nothing_in_hand: str
    writing_begun: str  # tag
    writing_now: str  # tag
    writing_done: str  # tag, count
    writing_nothing: str
    toast_tagged: str  # tag
    toast_untagged: str  # tag
    toast_tag_deleted: str
    toast_tag_deleted_before: str
    toast_moved: str  # position, total
    toast_moved_before: str
    toast_nothing_to_undo: str
    toast_writing: str  # tag
    toast_written: str
    toast_saved_for: str  # tag
    toast_saved_for_before: str  # tag

    # Files of favourites.
    export_as: str  # count
    export_nothing: str
    exported: str  # count
    export_damaged: str  # count
    export_title: str
    export_subtitle: str  # count, day
    export_untagged: str
    export_passage: str
    export_note: str  # note
    imported: str  # new, known
    import_damaged: str  # count
    import_refused: str
    file_too_large: str  # limit

    # Links to a passage, and deleting a person's data.
    link_head: str
    link_command: str  # id
    link_gone: str
    link_own: str
    shared_gone: str
    forget_ask: str  # favourites, tags, speeches
    forget_yes: str
    forget_no: str
    forget_kept: str
    forget_expired: str
    forgotten: str

    # Everywhere in Telegram: languages, what is no text, groups, and passages in other chats.
    menu_language: str
    language_ask: str
    language_chosen: str
    language_followed: str
    language_follow: str
    language_auto: str
    not_heard: str
    not_seen: str
    nobody_known: str
    group_hint: str  # name
    answer_withdrawn: str
    inline_ask: str
    inline_favourites: str
    inline_nothing: str
    inline_nothing_left: str
    inline_empty_library: str
    inline_too_long: str
    inline_failed: str
    inline_stranger: str
    inline_goes_on: str
    inline_open: str
    inline_press: str

    # Files in the terminal.
    terminal_file: str  # path
    terminal_file_failed: str  # name, reason
