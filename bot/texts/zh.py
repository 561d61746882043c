"""Chinese (中文)."""

from __future__ import annotations

from typing import Final

from bot.texts.catalogue import Texts
from bot.texts.names import ZH_NAMES

ZH: Final = Texts(
    names=ZH_NAMES,
    joint="、",
    menu_start="开始",
    menu_help="怎么用",
    menu_favorites="我的收藏",
    menu_library="库里有什么",
    menu_themes="库里有哪些主题",
    menu_more="再来一段",
    menu_context="这一段的上下文",
    menu_save="收藏这一段",
    start=(
        "您好，我是讲稿。告诉我要写什么，我从库里的讲稿中找出现成的段落，原文照录，注明出处。\n"
        "直接发一句话试试，例如：给我一段关于作风建设的话"
    ),
    help=(
        "怎么用\n"
        "· 发主题：作风建设；安全生产的结尾；来两段乡村振兴的话\n"
        "· 可加条件：短一点；近两年；要排比；不要反腐。不想要哪一项，点下面的 ✕，或发“不限年份”“去掉短”\n"
        "· 接着说：再来一段、换一批、短一点、要结尾的、不要2020年的；第二段、上下文、出处、全文；收藏、收藏第二段\n"
        "· ◀ ▶ 翻看其他段落，☆ 收藏，再点 ★ 取消\n"
        "· 上下文：看这一段的前后；全段：看要点所在的整段；相近：看别的讲稿里相近的写法\n"
        "· 开头、问题、举措、要求、结尾：同一主题换一种段落；📋 复制；发全文：单发一条，便于长按复制\n"
        "· 👍 👎 只作记录，供管理员改进检索\n"
        "命令\n"
        "/favorites 我的收藏\n"
        "/library 库里有什么\n"
        "/themes 库里有哪些主题\n"
        "/help 怎么用\n"
        "每一段都是讲稿原文，一字未改；没有合适的，我会直说。"
    ),
    unknown_command="没有 /{command} 这个命令。要找段落，直接发主题即可；发 /help 看用法。",
    ask_theme="想要哪方面的段落？请把主题一起发来，例如：给我一段关于作风建设的话",
    too_long="这条消息太长了。请用一句话说要什么主题（{limit} 字以内），例如：来一段优化营商环境的话",
    not_text="我只看得懂文字。请用一句话说要什么主题，例如：给我一段关于作风建设的话",
    nothing_relevant="没有找到切题的段落。可以换个说法，或只发主题词，例如：作风建设",
    library_holds="库里现有 {speeches} 篇讲稿、{passages} 个段落。",
    empty_library="库里还没有讲稿。请管理员在服务器上用“jianggao add 文件或文件夹”导入，导入后即可检索。",
    failed="出了故障，这次没有办成，不是没有找到。请稍后再试；若一直如此，请告诉管理员。",
    fewer_found="切题的只找到 {found} 段。",
    more_by_paging="先给 {shown} 段，其余点 ▶ 翻看。",
    place_not_found="没有找到{place}的段落，下面是同一主题的其他段落。",
    place_opening="开头",
    place_closing="结尾",
    role_not_found="没有找到{theme}的“{wanted}”段落，下面是同一主题的其他段落。",
    this_theme="这个主题",
    nothing_left="库里有这方面的段落，但没有一段同时符合以上条件。可以去掉一项再找。",
    nothing_but_near="库里没有切题的段落。相近的有：{themes}",
    understood_theme="主题 {theme}",
    understood_count="{count}段",
    years_since="{first}年以来",
    years_until="{last}年及以前",
    years_between="{first}–{last}年",
    years_without="不要{years}",
    source_with="出自“{word}”",
    source_without="不出自“{word}”",
    must_hold="须含“{word}”",
    must_not_hold="不含“{word}”",
    corrected="已改正：{came}→{read}",
    take_out="✕ {part}",
    put_back="↩ 恢复条件",
    nothing_to_take_out="刚才的检索没有限定{part}。想换个要求，直接发一句话即可。",
    nothing_asked="还没有检索过，没有可以去掉的条件。请先发一句话，例如：给我一段关于作风建设的话",
    nothing_before="您还没有检索过。请先发一句话，例如：给我一段关于作风建设的话",
    nothing_shown="上一次没有找到段落，请换个说法再发一遍。",
    no_such_passage="上一次找到 {count} 段，没有第{position}段。",
    first_of_all="已经是第一段了。",
    last_of_all="就这些了：切题的共 {count} 段，都给您看过了。",
    seen_enough="已经给您看了 {count} 段。再加个条件或换个说法，会找得更准。",
    none_shorter="没有比刚才那一段更短的，下面是同一主题的段落。",
    none_longer="没有比刚才那一段更长的，下面是同一主题的段落。",
    role_ends="“{wanted}”的段落就这些了，下面是同一主题的其他段落。",
    cannot_turn_down="这一类段落没法单独排除。可以说要哪一类，例如：要举措的；或说不要哪个词，例如：不要反腐",
    widen="去掉下面的一项条件，可能还有。",
    widen_near="相近的主题：{themes}",
    saved_now="已收藏：{source}",
    saved_all="看过的 {count} 段都已收藏。",
    saved_before="已在收藏夹里：{source}",
    removed_now="已移出收藏：{source}",
    removed_before="这一段不在收藏夹里：{source}",
    source_speech="讲稿：{title}",
    source_place="位置：{place}",
    source_said="讲话：{said}",
    source_file="文件：{file}",
    stranger="您好，这个机器人只对名单内的用户开放。您的编号是 {id}，请发给管理员加入名单。",
    not_yours="这是别人检索的卡片。请自己发一句话，我另找给您。",
    title="《{title}》",
    title_inferred="《{title}》（题目为推定）",
    paragraph="第{number}段",
    paragraph_part="第{number}段之一点",
    year="{year}年",
    head="{position}/{total}",
    head_similar="相近 {position}/{total}",
    head_context="上下文",
    head_whole="全段",
    text_page="第{page}/{pages}页",
    paragraphs="第{first}–{last}段",
    passage_gone="这一段所在的讲稿已不在库里，看不到了。收藏过的仍在收藏夹里。",
    to_fill="待填 {count} 处",
    dated="提到 {times}",
    and_more="等",
    previous="◀",
    next="▶",
    position="{position}/{total}",
    save="☆ 收藏",
    saved="★ 已收藏",
    save_whole="☆ 收藏全段",
    context="上下文",
    whole="全段",
    similar="相近 {count}",
    page_down="▼ 下一页 {page}/{pages}",
    page_up="▲ 上一页 {page}/{pages}",
    above="▲ 上文",
    below="▼ 下文",
    back="↩ 返回",
    back_to_favourites="↩ 收藏夹",
    remove="移出收藏",
    undo="↩ 撤销",
    ask_again="重新检索",
    ask_again_for="重新检索：{request}",
    see_library="库里有什么",
    see_favourites="我的收藏",
    see_themes="有哪些主题",
    copy_source="📋 出处",
    copy_maxim="📋 金句",
    plain="发全文",
    praise="👍",
    praised="👍 ✓",
    blame="👎",
    blamed="👎 ✓",
    function_shown="· {function} ·",
    toast_saved="已收藏",
    toast_saved_before="已在收藏夹里",
    toast_removed="已移出收藏",
    toast_removed_before="已不在收藏夹里",
    toast_restored="已恢复",
    toast_save_gone="这一段已不在库里，没有收藏成。",
    toast_thanks="谢谢，已记下。再点一次可撤回。",
    toast_unsaid="已撤回",
    stale="这个按钮已失效。请把要求再发一遍，我重新找。",
    stale_offer="刚才的按钮已失效。可以把要求再发一遍，或点下面重新检索。",
    favourites_head="我的收藏（{count} 段）",
    favourites_page="我的收藏（{count} 段）· 第{page}/{pages}页",
    favourites_empty="收藏夹还是空的。看到合用的段落，点 ☆ 收藏 即可存下。",
    favourite_head="★ {saved_at} 收藏",
    favourite_gone="这篇讲稿已不在库里；收藏的原文和出处仍在。",
    favourite_removed="已移出收藏：{title}",
    library_head="库里有 {speeches} 篇讲稿、{passages} 个段落，共 {characters} 字。",
    library_more="直接发主题，即可从中找段落。",
    themes_head="库里讲到 {count} 个主题，点一类看其中的主题",
    themes_page="库里讲到 {count} 个主题，点一类看其中的主题 · 第{page}/{pages}页",
    themes_group="{number}. {group}（{count} 个）：{examples}",
    themes_of_group="{group}（{count} 个主题），点一个即可检索",
    themes_other="其他",
    theme_count="{theme} {passages} 段",
    theme_entry="{number}. {theme}（{passages} 段）",
    themes_none="库里的讲稿没有讲到主题词库里的主题。可以直接发一句话检索。",
    back_to_themes="↩ 主题目录",
    similar_head="相近的写法（{count} 段），点编号看原文",
    similar_entry="{number}. {source}",
    similar_gone="{number}. （已不在库里）",
    terminal_welcome="讲稿。直接输入要求，例如：给我一段关于作风建设的话。输入 ? 看用法，q 退出。",
    terminal_help=(
        "怎么用\n"
        "· 发主题：作风建设；安全生产的结尾；来两段乡村振兴的话\n"
        "· 段落下面列着此刻可用的键，输入后回车：\n"
        "  n 下一段，p 上一段；d 下一页，u 上一页\n"
        "  s 收藏，x 移出收藏，z 撤销，或恢复去掉的条件\n"
        "  c 上下文：看这一段的前后；w 全段：看要点所在的整段\n"
        "  m 相近：看别的讲稿里相近的写法\n"
        "  qw 发全文：只有原文和出处；+ 合用，- 不合用，再按一次撤回（只作记录）\n"
        "  同一主题换一种段落：kt 开头，wt 问题，jc 举措，yq 要求，jw 结尾\n"
        "  编号：打开列表中的那一条；b 返回；r 重新检索\n"
        "  ✕ 去掉一项条件：g 功能，o 形式，a 段数，l 长短，y 年份，t 文种，e 来源，i 须含的词，v 不含的词，j 改正\n"
        "· 接着说：再来一段、换一批、短一点、要结尾的、不要2020年的；第二段、上下文、出处、全文、收藏第二段\n"
        "· 随时可用：f 我的收藏，k 库里有什么，? 怎么用，q 退出；输入“主题”看库里有哪些主题\n"
        "每一段都是讲稿原文，一字未改；没有合适的，我会直说。"
    ),
    terminal_prompt="要求> ",
    terminal_bye="再见。",
    terminal_no_such_key="现在没有“{key}”这一项。",
    terminal_saved_before="已在收藏夹里，不必再存；要移出请按 x。",
    terminal_open="{numbers} 打开",
    terminal_quit="退出",
)
