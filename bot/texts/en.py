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
        "· Say more where you like: short, since 2023, with figures, without 反腐. Press a ✕ below to take one of these "
        'out again, or send "any year", "drop short"\n'
        "· Then go on: more, shorter, a closing one, not 2020; the second one, context, source, full text; save, save 2\n"
        "· ◀ ▶ turn to other passages, ☆ saves one, ★ removes it again\n"
        "· Context: what stands around it; Whole: the paragraph a point belongs to; Similar: close variants elsewhere\n"
        "Commands\n"
        "/favorites my favourites\n"
        "/library what the library holds\n"
        "/themes themes of the library\n"
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
    place_not_found="No {place} was found; these are other passages on the same theme.",
    place_opening="opening",
    place_closing="closing",
    role_not_found='No "{wanted}" on {theme} was found; these are other passages on the same theme.',
    this_theme="this theme",
    nothing_left="The library has passages on this, but none that meets all of the above. Take one out and search again.",
    nothing_but_near="The library has nothing on this. Near to it: {themes}",
    understood_theme="Theme {theme}",
    understood_count="{count} {count:passage|passages}",
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
)
