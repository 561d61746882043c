"""English."""

from __future__ import annotations

from typing import Final

from bot.texts.catalogue import Texts
from bot.texts.names import EN_NAMES

EN: Final = Texts(
    names=EN_NAMES,
    joint=", ",
    menu_start="Start",
    menu_help="How to use",
    menu_favorites="My favourites",
    menu_library="What the library holds",
    menu_themes="Themes of the library",
    menu_more="Another passage",
    menu_context="What stands around this passage",
    menu_save="Save this passage",
    start=(
        "Hello, this is Jianggao. Tell me what you are writing about and I find passages that really stand in the "
        "library's speeches, word for word, each with its source.\n"
        "Just send a sentence, for example: give me a paragraph on 作风建设"
    ),
    help=(
        "How to use\n"
        "· Send a theme: 作风建设; a closing on 安全生产; two paragraphs on rural revitalization\n"
        "· Say more where you like: short, since 2023, with figures, no closing, without 反腐. Press a ✕ below to take one of "
        'these out again, or send "any year", "drop short"\n'
        "· Then go on: more, shorter, a closing one, not 2020; the second one, context, source, full text; save, save 2\n"
        "· ◀ ▶ turn to other passages, ☆ saves one, ★ removes it again\n"
        "· Context: what stands around it; Whole: the paragraph a point belongs to; Similar: close variants elsewhere\n"
        "· Once saved: tag work style; note: for part two; find in favourites 作风; export favourites; writing: TITLE\n"
        "· Send me a file of a speech (Word, PDF, text, web page or .zip): it becomes one of your own, which you alone see\n"
        "Commands\n"
        "/favorites my favourites\n"
        "/mine my own speeches: read and remove them\n"
        "/tags my tags; /find 作风 searches my favourites; /writing TITLE collects what you save from now on\n"
        "/library what the library holds\n"
        "/themes themes of the library\n"
        "/forgetme delete my data\n"
        "/language 语言 Language\n"
        "/help how to use\n"
        "Every passage is the speech's own text, unchanged. Where nothing fits, I say so."
    ),
    unknown_command="There is no command /{command}. To find a passage just send its theme; /help says more.",
    ask_theme="A passage on what? Please name the theme, for example: give me a paragraph on 作风建设",
    too_long=(
        "This message is too long. Please say what you need in one sentence (up to {limit} characters), "
        "for example: a paragraph on 营商环境"
    ),
    not_text="I can only read text. Please say what you need in one sentence, e.g.: give me a paragraph on 作风建设",
    nothing_relevant="I found no passage on this. Try other words, or the theme alone, for example: 作风建设",
    library_holds="The library holds {speeches} {speeches:speech|speeches} with {passages} {passages:passage|passages}.",
    empty_library=(
        'The library is empty. Ask whoever runs the bot to import speeches with "jianggao add FILE-OR-FOLDER"; '
        "then they can be searched at once."
    ),
    failed=(
        "Something broke and this was not done; it does not mean that nothing was found. Please try again later, and "
        "tell whoever runs the bot if it keeps happening."
    ),
    fewer_found="Only {found} fitting {found:passage|passages} found.",
    more_by_paging="Here are {shown}; press ▶ for the others.",
    place_opening="opening",
    place_closing="closing",
    role_not_found='No "{wanted}" on {theme} was found; these are other passages on the same theme.',
    this_theme="this theme",
    nothing_left="The library has passages on this, but none that meets all of the above. Take one out and search again.",
    nothing_but_near="The library has nothing on this. Near to it: {themes}",
    understood_theme="Theme {theme}",
    understood_count="{count} {count:passage|passages}",
    role_without="no {role}",
    years_since="since {first}",
    years_until="up to {last}",
    years_between="{first}–{last}",
    years_without="not {years}",
    source_with='from "{word}"',
    source_without='not from "{word}"',
    must_hold='with "{word}"',
    must_not_hold='without "{word}"',
    corrected="corrected: {came} → {read}",
    take_out="✕ {part}",
    put_back="↩ Put back",
    nothing_to_take_out="Your last search has no such condition: {part}. To ask for something else just send a sentence.",
    nothing_asked="There is no search yet to take a condition out of. Send one first, e.g.: give me a paragraph on 作风建设",
    nothing_before="You have not searched yet. Send a sentence first, e.g.: give me a paragraph on 作风建设",
    nothing_shown="The last search found no passage. Please try other words.",
    no_such_passage="The last search found {count} {count:passage|passages}; there is no number {position}.",
    first_of_all="This is the first one.",
    last_of_all="That is all: {count} fitting {count:passage|passages}, and you have seen {count:it|them all}.",
    seen_enough="You have seen {count} {count:passage|passages}. One more condition or other words will find better ones.",
    none_shorter="None is shorter than the one before; these are passages on the same theme.",
    none_longer="None is longer than the one before; these are passages on the same theme.",
    role_ends='There are no more passages of "{wanted}"; these are others on the same theme.',
    cannot_turn_down='Passages of that kind cannot be left out. Say which kind you want, e.g. "measures", or a word to avoid.',
    widen="Without one of the conditions below there may be more.",
    widen_near="Near to it: {themes}",
    saved_now="Saved: {source}",
    saved_all="{count} {count:passage|passages} you have seen {count:is|are} in your favourites now.",
    saved_before="Already in your favourites: {source}",
    removed_now="Removed from your favourites: {source}",
    removed_before="This one is not in your favourites: {source}",
    source_speech="Speech: {title}",
    source_place="Place: {place}",
    source_said="Held: {said}",
    source_file="File: {file}",
    stranger="Hello. This bot is open to listed people only. Your id is {id}; send it to whoever runs the bot.",
    not_yours="This card answers somebody else. Send a sentence of your own and I find passages for you.",
    title="《{title}》",
    title_inferred="《{title}》 (title inferred)",
    paragraph="para. {number}",
    paragraph_part="part of para. {number}",
    year="{year}",
    head="{position}/{total}",
    head_similar="Similar {position}/{total}",
    head_context="Context",
    head_whole="Whole paragraph",
    text_page="page {page}/{pages}",
    paragraphs="paras. {first}–{last}",
    passage_gone="The speech of this passage is no longer in the library. What you saved is still in your favourites.",
    to_fill="{count} to fill in",
    dated="mentions {times}",
    and_more=" and more",
    previous="◀",
    next="▶",
    position="{position}/{total}",
    save="☆ Save",
    saved="★ Saved",
    save_whole="☆ Save whole",
    context="Context",
    whole="Whole",
    similar="Similar {count}",
    page_down="▼ Page {page}/{pages}",
    page_up="▲ Page {page}/{pages}",
    above="▲ Above",
    below="▼ Below",
    back="↩ Back",
    back_to_favourites="↩ Favourites",
    remove="Remove",
    undo="↩ Undo",
    ask_again="Search again",
    ask_again_for="Search again: {request}",
    see_library="What the library holds",
    see_favourites="My favourites",
    see_themes="Themes",
    copy_source="📋 Source",
    copy_maxim="📋 Maxim",
    plain="Plain text",
    praise="👍",
    praised="👍 ✓",
    blame="👎",
    blamed="👎 ✓",
    function_shown="· {function} ·",
    toast_saved="Saved",
    toast_saved_before="Already in your favourites",
    toast_removed="Removed from your favourites",
    toast_removed_before="No longer in your favourites",
    toast_restored="Back in your favourites",
    toast_save_gone="This passage is no longer in the library, so it was not saved.",
    toast_thanks="Thank you, noted. Press again to take it back.",
    toast_unsaid="Taken back",
    stale="This button no longer works. Please send your request again.",
    stale_offer="That button no longer works. Send your request again, or search again below.",
    favourites_head="My favourites ({count})",
    favourites_page="My favourites ({count}) · page {page}/{pages}",
    favourites_empty="No favourites yet. Press ☆ Save under a passage to keep it.",
    favourite_head="★ Saved {saved_at}",
    favourite_gone="This speech is no longer in the library; the text and source you saved are.",
    favourite_removed="Removed from your favourites: {title}",
    library_head=(
        "The library holds {speeches} {speeches:speech|speeches} with {passages} {passages:passage|passages}, "
        "{characters} characters in all."
    ),
    library_more="Send a theme to find passages in them.",
    library_own="yours alone",
    themes_head="The library speaks of {count} {count:theme|themes}; press a group to see its themes",
    themes_page="The library speaks of {count} {count:theme|themes}; press a group to see its themes · page {page}/{pages}",
    themes_group="{number}. {group} ({count}): {examples}",
    themes_of_group="{group} ({count} {count:theme|themes}); press one to search for it",
    themes_other="Others",
    theme_count="{theme} {passages}",
    theme_entry="{number}. {theme} ({passages} {passages:passage|passages})",
    themes_none="The speeches of the library name no theme of the lexicon. Just send a sentence to search them.",
    back_to_themes="↩ Themes",
    similar_head="Similar passages ({count}); press a number to read one",
    similar_entry="{number}. {source}",
    similar_gone="{number}. (no longer in the library)",
    terminal_welcome=(
        "Jianggao. Type what you need, for example: give me a paragraph on 作风建设. ? for help, q to leave."
    ),
    terminal_help=(
        "How to use\n"
        "· Type a theme: 作风建设; a closing on 安全生产; two paragraphs on rural revitalization\n"
        "· Below a passage stand the keys that work now; type one and press Enter:\n"
        "  n next passage, p previous; d next page, u previous page\n"
        "  s save, x remove from favourites, z undo, or put back what was taken out\n"
        "  c context: what stands around it; m similar: close variants elsewhere\n"
        "  w whole: the paragraph a point belongs to\n"
        "  qw plain text: the passage and its source alone; + useful, - not useful, again to take it back (only noted)\n"
        "  other passages on the theme: kt openings, wt problems, jc measures, yq requirements, jw closings\n"
        "  a number opens that entry of a list; b back; r search again\n"
        "  favourites: t tags, e note or export, l filter or share, g search, i earlier, j later,\n"
        "  o a tag and what can be done with it, w begin or end a piece, y yes\n"
        "  or say: tag work style; note: for part two; find in favourites 作风; export favourites; writing: TITLE\n"
        "  ✕ takes a condition out: g function, o form, a number, l length, y years, t kind of text, e source,\n"
        "  i required words, v excluded words, j correction\n"
        "· Then go on: more, shorter, a closing one, not 2020; the second one, context, source, full text, save 2\n"
        "· Always: f my favourites, k what the library holds, ? how to use, q leave; themes lists its themes\n"
        "Every passage is the speech's own text, unchanged. Where nothing fits, I say so."
    ),
    terminal_prompt="> ",
    terminal_bye="Goodbye.",
    terminal_no_such_key='There is no "{key}" here now.',
    terminal_saved_before="Already in your favourites; x removes it.",
    terminal_open="{numbers} open",
    terminal_quit="Leave",
    menu_tags="My tags",
    menu_writing="What I am writing",
    menu_find="Search my favourites",
    menu_forgetme="Delete my data",
    find="🔎 Search",
    filters="Filter",
    tags="🏷 Tags",
    note="📝 Note",
    link="🔗 Share",
    export="⬇ Export",
    move_up="▲ Earlier",
    move_down="▼ Later",
    tag_menu="⚙ Manage tag",
    new_tag="＋ New tag",
    rename="Rename",
    delete_tag="Delete tag",
    see_tag="See this tag",
    write_this="✍ Writing this",
    written="✍ Done writing",
    cancel="Cancel",
    back_to_view="↩ List",
    back_to_tags="↩ Tags",
    favourite_damaged="The text of this one (no. {id}) is not what was saved, so it is not shown; the others are sound. Please tell whoever runs the bot.",
    tagged="🏷 {tags}",
    noted="📝 Note: {note}",
    tag_on="✓ {tag}",
    view_tag='tag "{tag}"',
    view_words='with "{words}"',
    view_head="Favourites · {view} ({count})",
    view_page="Favourites · {view} ({count}) · page {page}/{pages}",
    view_empty="None of your favourites fit: {view}.",
    filters_head="Filter your favourites by:",
    filters_head_of="{view}: filter further by",
    filters_none="There is no tag, function or theme to filter these by.",
    filter_entry="{number}. {name} {count}",
    tags_head="My tags ({count}); press one to see what it holds",
    tags_none="No tags yet. Open a favourite and press 🏷, or save a passage and send: tag work style",
    tag_entry="{number}. {tag} ({count})",
    tag_head='Tag "{tag}" ({count})',
    tags_on_head="Press a tag to put it on, a ✓ to take it off",
    tag_put="Tagged: {tags}",
    tag_put_before="Already tagged: {tags}",
    tag_unknown="This tag is no longer there.",
    tag_not_found='There is no tag "{tag}".',
    tag_too_long="The name of a tag has 1 to {limit} characters; please send it again.",
    tag_renamed='Tag "{before}" is now "{tag}".',
    tag_taken='There is a tag "{tag}" already; nothing was renamed.',
    tag_deleted='Tag "{tag}" was deleted; its {count} {count:favourite|favourites} stay.',
    ask_tag="Send the name of the tag (up to {limit} characters; several with commas between):",
    ask_note="Send the note to keep with this favourite:",
    ask_note_anew="The note is now: {note}\nSend the new one:",
    ask_name='Send the new name of the tag "{tag}":',
    ask_find="What shall I look for in your favourites? Send the words:",
    cancelled="All right, nothing was changed.",
    note_written="The note is kept.",
    note_gone="The note is gone.",
    nothing_in_hand="Which favourite? Save a passage or open a favourite first.",
    writing_begun="Writing: {tag}. What you save from now on gets this tag; send /writing when you are done.",
    writing_now="Writing: {tag}; what you save gets this tag",
    writing_done='"{tag}" is done, with {count} {count:passage|passages}. What you save now gets no tag by itself.',
    writing_nothing="You are not writing anything. To begin, send: /writing work style meeting",
    toast_tagged='Tagged "{tag}"',
    toast_untagged='Took off "{tag}"',
    toast_tag_deleted="Tag deleted",
    toast_tag_deleted_before="The tag was deleted before",
    toast_moved="Moved to {position}/{total}",
    toast_moved_before="Already at this place",
    toast_nothing_to_undo="There is nothing to undo",
    toast_writing="Writing: {tag}",
    toast_written="All right, nothing gets a tag by itself now",
    toast_saved_for='Saved under "{tag}"',
    toast_saved_for_before='Already in your favourites, now under "{tag}"',
    export_as="Export {count} {count:favourite|favourites}; which kind of file?",
    export_nothing="There is nothing to export.",
    exported="Exported {count} {count:favourite|favourites}.",
    export_damaged="{count} more {count:is|are} not what was saved and {count:was|were} left out; please tell whoever runs the bot.",
    export_title="My favourites",
    export_subtitle="{count} in all · {day}",
    export_untagged="Without a tag",
    export_passage="Passage",
    export_note="Note: {note}",
    imported="Brought back {new} {new:favourite|favourites}; {known} more {known:was|were} there already.",
    import_damaged="{count} {count:is|are} damaged (the text does not match its hash, or something is missing) and {count:was|were} left out.",
    import_refused="I cannot read this file, and nothing was changed. I take the .json files that an export of favourites gives; to find a passage, say its theme in a sentence.",
    file_too_large="This file is too large, so it was not read. I take .json files of favourites up to {limit} MB; export them tag by tag.",
    link_head="Pass this on: it opens the passage for anybody who may use this bot.",
    link_command="/start {id}",
    link_gone="This passage is no longer in the library, so a link would open nothing.",
    link_own="This passage is from a speech of your own that nobody else sees, so a link would open nothing for them.",
    shared_gone="The passage of this link is not in the library: it was removed, or belongs to another one.",
    forget_ask="Delete all that is stored of you? That is {favourites} {favourites:favourite|favourites}, {tags} {tags:tag|tags}, {speeches} {speeches:speech|speeches} of your own, notes, searches and settings. It cannot be undone; export your favourites first if you want to keep them. This question is open for ten minutes.",
    forget_yes="Yes, delete everything",
    forget_no="No, keep it",
    forget_kept="All right, nothing was deleted.",
    forget_expired="This question has expired or was not put to you; nothing was deleted. Send /forgetme to be asked again.",
    forgotten="Deleted: favourites, tags, your own speeches, notes, searches, settings and the words of unfinished messages. The messages in this chat are yours to clear; backups made before may still hold your data. Write again to start afresh.",
    menu_language="Language / 语言",
    language_ask="Which language?",
    language_chosen="From now on I answer in English.",
    language_followed="I answer in the language you write in; where it does not show, in that of your Telegram.",
    language_follow="Follow Telegram",
    language_auto="Automatic",
    not_heard="I cannot listen to voice or video. Please write what you need, for example: give me a paragraph on 作风建设",
    not_seen="I cannot read what stands in a picture. Please send text, or a .docx or .pdf file.",
    nobody_known="I cannot tell who writes in the name of a group or channel. Please write as yourself.",
    group_hint="Hello, this is Jianggao. Mention @{name} with a theme, or reply to me, and I find a passage, e.g.: @{name} 作风建设",
    answer_withdrawn="The request was changed; this no longer belongs to it.",
    inline_ask="Write a theme to find a passage, e.g.: 作风建设",
    inline_favourites="My favourites; write a theme to search the library",
    inline_nothing="No passage on this; try other words",
    inline_nothing_left="No passage meets every condition; drop one",
    inline_empty_library="The library is empty; tell whoever runs the bot",
    inline_too_long="Too long; please write the theme alone",
    inline_failed="Something broke, nothing was searched; try again later",
    inline_stranger="For listed people only; tap to see your id",
    inline_goes_on="(the passage goes on)",
    inline_open="Read the whole passage",
    inline_press="Buttons do not work here. Send me a theme in a private chat to find a passage.",
    terminal_file="The file is at {path}",
    terminal_file_failed="The file {name} could not be written ({reason}). Try again from a folder that you may write to.",
)
