"""Words and forms of web pages: buttons, bylines, captions, links, footers. Each function judges one whole line."""

from __future__ import annotations

import re

from corpus.cleaning.shapes import is_heading, is_title
from corpus.salutations import is_salutation

_TOOL_WORDS = """
    下载 打印 全屏 收藏 分享 分享到 分享至 转发 点赞 点赞数 评论 推荐 纠错 我要纠错 挑错 报错 关闭 关闭窗口
    关闭本页 关闭页面 关闭此页 打印本页 打印此页 打印页面 打印文章 打印正文 打印本文 网页打印 加入收藏 收藏本页
    收藏此页 收藏本文 设为首页 返回 返回首页 返回顶部 返回列表 返回上一页 返回上级 回到顶部 回到首页 TOP Top
    顶部 首页 尾页 末页 上一页 下一页 加大 还原 减小 放大 缩小 默认 大 中 小 特大 较大 标准 正常 超大 大号 中号
    小号 大字 中字 小字 A+ A- A T 繁体 繁體 简体 繁体版 简体版 English 登录 注册 退出 搜索 站内搜索 无障碍
    无障碍阅读 无障碍浏览 长者模式 长者版 适老化 关怀版 老年模式 进入老年模式 手机版 移动版 电脑版 手机端 微信
    微博 新浪微博 腾讯微博 QQ空间 QQ QQ好友 朋友圈 微信好友 微信朋友圈 人人网 豆瓣 更多 语音播报 听全文 朗读
    语音朗读 播放 暂停 停止 停止朗读 字体 字号 字体大小 网站地图 网站首页 联系我们 关于我们 网站声明 分享到微信
    分享到微博 分享到朋友圈 分享到QQ空间 分享到新浪微博 复制链接 复制网址 一键复制 保存 导出 转为word 下载Word
    下载PDF 正文 全文 × ✕ 保护视力色 背景色 护眼 夜间模式 阅读模式 PC版 RSS 设为主页 网站支持IPv6
    本网站支持IPv6 简 繁 EN END End 全文完 完 在看 喜欢 举报 投诉 版权申诉 分享让更多人看到 阅读下一篇
    下载本文 下载文档 下载全文 下载附件 下载原文 推荐本文 转发本文
    习近平系列重要讲话数据库 听 听新闻 语音 视频 图片 图解 转发到 分享本文 我要评论 发表评论 进入词条 目录 赞
"""
_TOOLS = frozenset(_TOOL_WORDS.split())
_ACTION_WORDS = "下载 打印 全屏 收藏 分享 转发 点赞 评论 推荐 纠错 关闭 举报 登录 注册 返回"
_ACTIONS = frozenset(_ACTION_WORDS.split())
_SURE_WORDS = """
    返回顶部 返回首页 返回列表 返回上级 返回上一页 回到顶部 回到首页 设为首页 加入收藏 我要纠错 复制链接 分享到微信
    分享到微博 分享到朋友圈 打印本页 打印此页 打印页面 打印文章 打印本文 下载本文 收藏本页 收藏此页 收藏本文 关闭本页
    关闭页面 关闭此页 关闭窗口
"""
_SURE_TOOLS = frozenset(_SURE_WORDS.split())
"""Words that stand nowhere but on a page, not even in a list of tasks, as 下载 or 打印 might."""
_BRACKETED = re.compile(r"(?:\s*[【\[［][^【】\[\]［］]{2,8}[】\]］])+\s*")
_LONGEST_TOOLS = 60
_SEPARATORS = re.compile(r"[\s|｜/／·•【】\[\]［］（）()<>＜＞»›≫:：,，、.]+")
_FONT = re.compile(r"[【\[（(]?\s*(?:选择)?(?:文章|文字|正文)?\s*字\s*[体号]\s*(?:大小|选择)?\s*[:：]\s*[【\[（(]?")
_ALONE = re.compile(r"[【】｜|×✕>＞»›]|>>|》》|《《|[-=~—－]{5,}|[0-9a-fA-F]{16,}[:：]?")
"""Brackets, separators, rules and keys that pages put on lines of their own. "【】" is not among them: it is a mask."""
_PAGER = re.compile(
    r"(?:[\s\d|｜/／·•…【】\[\]［］（）()<>＜＞«»‹›《》:：,，.]|共|第|页|[上下前后]一?页|[首尾末]页|返回顶部|返回首页|返回列表|返回|跳转到?|转到)+"
)
_TURN = re.compile(r"[上下前后]一?页|[首尾末]页")
"""Words that turn a page; in a pager a number or another such word stands beside them."""
_COUNTER = re.compile(r"(?:阅读|赞|在看|评论|点赞|收藏|转发|分享|浏览)\s*[\d.,]{1,9}\s*[万+＋]{0,2}次?")

_SCAN = re.compile(
    r"[^，。；]{0,12}(?:扫一扫|二维码|微信扫码|手机扫码|扫码关注|长按识别|手机查看|手机浏览|当前页)[^。；]{0,24}"
)
_CLICK = re.compile(
    r"[》>＞【\[\s↑↓→▲▼☞]*(?:请)?点击(?:图片|蓝字|下方|上方|此处|这里|查看|阅读|进入|下载|右上角|标题|链接|收听|观看|播放)"
    r"[^。；]{0,24}[《<＜】\]\s]*"
    r"|[》>＞【\[\s]*(?:阅读原文|查看原文|查看全文|展开全文|(?:展开)?阅读全文|进入专题|返回专题)[》>＞】\]\s]*"
)

_CLOCK = r"[ T\u3000\xa0]*\d{1,2}\s*[:：时]\s*\d{1,2}\s*(?:分|[:：]\s*\d{1,2})?(?:\d{1,2}秒)?"
_STAMP = re.compile(
    rf"\d{{4}}\s*[-/]\s*\d{{1,2}}\s*[-/]\s*\d{{1,2}}日?(?:{_CLOCK})?"
    rf"|\d{{4}}年\d{{1,2}}月\d{{1,2}}日{_CLOCK}|\d{{4}}\.\d{{1,2}}\.\d{{1,2}}{_CLOCK}"
)
_LABELS = (
    "来源|信息来源|文章来源|稿件来源|新闻来源|内容来源|资料来源|稿源|供稿|供稿单位|发布时间|发布日期|发表时间|"
    "发表日期|发稿时间|更新时间|录入时间|添加时间|上传时间|成文日期|成文时间|发文日期|发文时间|印发日期|"
    "生成日期|公开日期|时间|日期|阅读量|阅读|阅读数|阅读次数|浏览量|浏览|浏览数|浏览次数|点击|点击数|点击量|"
    "点击率|点击次数|访问量|访问次数|人气|作者|编辑|责任编辑|责编|值班编辑|执行编辑|网络编辑|本期编辑|主编|编审|"
    "编校|审核|审校|校对|校审|初审|复审|终审|一审|二审|三审|一校|二校|三校|监制|摄影|录入|录入者|录入人|发布人|"
    "发布者|发布单位|发布机构|发文机关|发文机构|发文单位|发文字号|制发机关|文号|索引号|信息索引|"
    "主题分类|信息分类|分类|关键词|关键字|标签|有效性|是否有效|公开方式|公开形式|公开范围|公开类别|体裁|"
    "体裁分类|组配分类|服务对象|效力状态|所属栏目|栏目|频道|分享|分享到|分享至|字体|字号|字体大小|附件下载|"
    "本文链接|本文网址|链接地址|原文链接|信息来源单位|TAG|TAGS|Tags|本文关键词|本文标签|投稿人|投稿|稿件来源单位|"
    "发件人|收件人|主送|抄送|抄报|抄发|印发|发送时间|文档编号|文件编号|格式|文档格式|页数|大小|文件大小|所属分类|下载积分|值班主任|值班编委|制作|录入编辑|信息员|通讯员|实习编辑|排版|美编|转自|摘自"
)
_LABEL_NAMES = frozenset(_LABELS.split("|"))
_CIRCULATED = frozenset({"主送", "抄送", "抄报", "抄发", "印发"})
"""Labels of an official document's last lines (版记), which end with a full stop."""
_LABEL = re.compile(
    r"(?:[【\[（(]?(?:纠错|打印|关闭|分享|收藏|我要纠错)[】\]）)]?\s*)?"
    r"[（(【\[]?\s*(?P<name>[^:：丨｜。，\[【]{1,14}?)\s*[:：丨｜]\s*(?P<value>.*)"
)
_LONGEST_BYLINE = 120
_YEAR = re.compile(r"\d{4}")
_TITLE_LABEL = re.compile(
    r"[（(【\[]?\s*(?:名\s*称|标\s*题|原标题|信息名称|文件名称|题目)\s*[:：]\s*(?P<value>.+?)\s*[）)】\]]?"
)
_PAPER = re.compile(
    r"[（(【\[]?\s*(?:本[报刊台网]讯?|新华社|人民网|新华网|中新[社网]|央视网|光明网|中国政府网"
    r"|[\w·]{2,8}(?:日报|晚报|新闻网|政府网|客户端|融媒体?))[^。，]{0,30}?(?:电|讯|记者[^。，]{0,30})?\s*[）)】\]]?"
)
_ISSUE = re.compile(
    r"[《（(]?\s*[\w·]{1,10}报\s*》?\s*[（(]?\s*\d{4}年\d{1,2}月\d{1,2}日\s*(?:,|，)?\s*第?\s*[\dA-Z]{1,3}\s*版\s*[）)]?"
)
_MOMENT = re.compile(
    rf"[^。，；！？：:]{{0,40}}?\d{{4}}[-/年.]\d{{1,2}}[-/月.]\d{{1,2}}日?{_CLOCK}[^。，；！？]{{0,20}}"
)
_PRINTED = re.compile(r"[^。，；！？：:]{2,40}?\d{4}年\d{1,2}月\d{1,2}日\s*印发。?")
_SIGNED = re.compile(
    r"[（(\[【]\s*(?:来源|责任编辑|责编|编辑|作者|记者|本报记者|通讯员|新华社|据|本文来源)[^（）()\[\]【】，。；]{0,30}[）)\]】]$"
)

_CREDIT = re.compile(
    r".{0,80}?(?:(?:记者|通讯员|摄影师?)[^，。；]{0,24}"
    r"|[^，。；]{0,16}(?:资料图|资料图片|供图|图\s*[/／]\s*\S{1,12}|摄(?:影(?:报道)?)?))\s*[）)】\]]?"
)
_REPORTING = re.compile(r"(?:作|做|发表|致|宣读)(?:了)?[^，。；]{0,14}(?:报告|讲话|致辞|发言|演讲)。")
_OWN_WORDS = re.compile(r"我|同志们|各位|大家|刚才|首先|下面|已经|刚刚")

_RELATED = re.compile(
    r"[◆■●▶【\[\s]*(?:相关|延伸|推荐|热门|更多|精彩|往期|猜你|关联|拓展|最新)\s*"
    r"(?:报道|链接|附件|文档|文章|阅读|新闻|推荐|稿件|内容|信息|资讯|解读|政策|专题|图片|视频|回顾|喜欢|下载|搜索|推送|动态|排行|榜单)"
    r"\s*[】\]]?\s*[:：>＞»》]*"
)
_SURE_RELATED = re.compile(
    r"[【\[]?(?:相关(?:链接|报道|新闻|阅读|文章)|延伸阅读|推荐阅读|往期推荐)[】\]]?\s*[:：>＞»》]*"
)
_NEIGHBOUR = re.compile(r"[上下前后]一[篇条则个页]\s*(?:文章|新闻|信息)?\s*(?:[:：>].{0,80})?")
_EDITOR = re.compile(
    r"[（(【\[]?\s*(?:责任编辑|责编|值班编辑|网络编辑|实习编辑|本期编辑|执行编辑|录入编辑)\s*[:：丨｜][^。，；：:]{0,12}[）)】\]]?"
)
_LICENCE_NUMBER = re.compile(r"ICP[备证]\s*\d{5,}号|公网安备\s*\d{5,}")
_FOOTER = re.compile(
    r"(?:©|[Cc]opyright|COPYRIGHT|版权所有|(?:主办|承办|协办|运维|维护)(?:单位)?[:：]|技术支持[:：]|(?:政府)?网站标识码"
    r"|[\u4e00-\u9fff]?ICP[备证]|[\u4e00-\u9fff]?公网安备|备案号|备案序号|网站维护|建议使用.{0,20}浏览|联系电话[:：]|网站地图"
    r"|广播电视节目制作|互联网新闻信息服务许可|信息网络传播视听|违法和不良信息举报|中国互联网举报中心).{0,150}"
)
_COPY = re.compile(
    r"[（(【\[]?\s*(?:(?:本文|原文)(?:链接地址|链接|地址|网址)[^。]{0,120}?转载[^。]{0,8}注明.{0,60}"
    r"|[^，。；！？]{0,8}转载[^。]{0,8}注明[^。]{0,60}?(?:本文|原文)(?:链接地址|链接|地址|网址).{0,120})"
)
_ADDRESS = re.compile(
    r"(?:地址|邮编|邮政编码|电话|传真|邮箱|电子邮箱|E-?mail|投稿邮箱|联系方式|联系人)\s*[:：].{0,100}", re.IGNORECASE
)
_URL = re.compile(r"[（(【\[]?\s*(?:https?://|www\.)[^\s\u4e00-\u9fff]{4,200}\s*[）)】\]]?")


def is_tools(text: str) -> bool:
    """Whether every word of ``text`` is a button of a page; words may be run together."""
    if len(text) > _LONGEST_TOOLS:
        return False
    if _COUNTER.fullmatch(text):
        return True
    words = [word for word in _SEPARATORS.split(text) if word]
    return bool(words) and all(word in _TOOLS or _is_run_of_tools(word) for word in words)


def is_row_of_tools(text: str) -> bool:
    """Whether ``text`` is buttons beyond doubt: in brackets, several in a row, or one such as 返回顶部."""
    if not is_tools(text):
        return False
    if _BRACKETED.fullmatch(text):
        return True
    words = [word for word in re.split(r"[\s|｜/／·•【】\[\]]+", text) if word]
    if not _SURE_TOOLS.isdisjoint(words):
        return True
    return len(words) >= 2 and not _ACTIONS.isdisjoint(words) and all(word in _TOOLS for word in words)


def is_pager(text: str) -> bool:
    """Whether ``text`` leads through the pages of an article: 共2页: 上一页 1 2 下一页. Figures and buttons alone."""
    turns = _TURN.findall(text)
    return bool(turns) and (len(turns) > 1 or any(map(str.isdigit, text))) and _PAGER.fullmatch(text) is not None


def _is_run_of_tools(word: str) -> bool:
    """Whether ``word`` is several buttons without a separator ("打印收藏"), the longest first."""
    at = 0
    while at < len(word):
        length = next((n for n in range(min(8, len(word) - at), 1, -1) if word[at : at + n] in _TOOLS), 0)
        if not length:
            return False
        at += length
    return True


def is_font_bar(text: str) -> bool:
    """Whether ``text`` opens a bar to choose the size of letters: 【字号：, 【字体：大 中 小】."""
    opening = _FONT.match(text)
    if opening is None:
        return False
    rest = text[opening.end() :]
    return not rest.strip("】])） ") or is_tools(rest)


def is_alone(text: str) -> bool:
    """Whether ``text`` is a bracket, a separator, a rule or a key that a page put on a line of its own."""
    return _ALONE.fullmatch(text) is not None


def is_call(text: str) -> bool:
    """Whether ``text`` asks to scan a code or to click: 扫一扫在手机打开当前页, 点击图片进入专题."""
    return _SCAN.fullmatch(text) is not None or _CLICK.fullmatch(text) is not None


def is_stamp(text: str) -> bool:
    """Whether ``text`` is a date as machines write it, or a date with a time of day."""
    return _STAMP.fullmatch(text) is not None


def _label_value(text: str) -> str | None:
    """What stands behind a label such as 来源：; empty where nothing does, None where ``text`` begins with no label."""
    label = _LABEL.fullmatch(text)
    if label is None or "".join(label["name"].split()) not in _LABEL_NAMES:
        return None
    return label["value"].rstrip("】])） ")


def is_bare_date(text: str) -> bool:
    """Whether ``text`` is a date without a time of day: 2026-02-03."""
    return is_stamp(text) and len(text) <= 12 and ":" not in text and "：" not in text and "时" not in text


def is_byline(text: str) -> bool:
    """Whether ``text`` says where a page comes from, when, and who made it: 来源：, 2026-02-03 09:02, 责任编辑：."""
    value = _label_value(text)
    if value is not None:
        if "".join(text.split())[:2] in _CIRCULATED:
            return len(text) <= _LONGEST_BYLINE
        if text.lstrip("（(【[").startswith(("时间", "日期")) and value and not _YEAR.search(value):
            return False
        return len(text) <= _LONGEST_BYLINE and not value.endswith("。")
    dated = _STAMP.match(text)
    if dated is None:
        return not is_title(text) and any(form.fullmatch(text) for form in (_PAPER, _ISSUE, _MOMENT, _PRINTED))
    rest = text[dated.end() :].strip(" \u3000|｜·-/()（）")
    return not rest or _label_value(rest) is not None or (len(rest) <= 12 and _PAPER.fullmatch(rest) is not None)


def is_empty_label(text: str) -> bool:
    """Whether ``text`` is a label whose value, if any, stands on the next line: 来源：."""
    return _label_value(text) == ""


def labelled_title(text: str) -> str | None:
    """The title in a line such as 名称：2026年政府工作报告, or None."""
    label = _TITLE_LABEL.fullmatch(text)
    return label["value"] if label else None


def signature(text: str) -> int:
    """Where a credit in brackets begins at the end of a paragraph: …努力奋斗！（来源：某某日报）; -1 without one."""
    signed = _SIGNED.search(text[-40:])
    if signed is None or not text[: len(text) - len(signed[0])].rstrip().endswith(("。", "！", "？")):
        return -1
    return len(text) - len(signed[0])


def is_caption(text: str) -> bool:
    """Whether ``text`` tells of a picture or of the meeting, in the third person: …作政府工作报告。本报记者…摄."""
    if len(text) > _LONGEST_BYLINE or is_heading(text) or is_salutation(text):
        return False
    told = _REPORTING.search(text)
    if told is not None and not _OWN_WORDS.search(text[: told.start()]):
        rest = text[told.end() :].strip()
        return not rest or _CREDIT.fullmatch(rest) is not None
    return _CREDIT.fullmatch(text) is not None and not _OWN_WORDS.search(text)


def is_related(text: str) -> bool:
    """Whether ``text`` heads a list of other pages, or leads to the next: 相关报道：, 延伸阅读, 下一篇：…."""
    return _RELATED.fullmatch(text) is not None or _NEIGHBOUR.fullmatch(text) is not None


def is_sure_link(text: str) -> bool:
    """Whether ``text`` names the page before or after (上一篇：…), or heads links with words that no speech has."""
    if _SURE_RELATED.fullmatch(text):
        return True
    return _NEIGHBOUR.fullmatch(text) is not None and text[1:3] in ("一篇", "一条") and text[-1] not in "。！？"


def is_editor(text: str) -> bool:
    """Whether ``text`` names an editor of the page: 责任编辑：张三. Speeches have none, wherever the line stands."""
    return _EDITOR.fullmatch(text) is not None


def is_licence_number(text: str) -> bool:
    """Whether ``text`` holds the number under which a web site is registered: 京ICP备05060933号."""
    return text[-1:] != "。" and _LICENCE_NUMBER.search(text) is not None


def is_copy_line(text: str) -> bool:
    """Whether ``text`` gives the address of the page to those who copy it: 本文地址：http://…　转载请注明出处."""
    return _COPY.fullmatch(text) is not None


def is_footer(text: str) -> bool:
    """Whether ``text`` tells of a web site: its operator, licence numbers, address."""
    return (
        _FOOTER.fullmatch(text) is not None
        or _ADDRESS.fullmatch(text) is not None
        or is_url(text)
        or is_copy_line(text)
        or is_licence_number(text)
    )


def is_url(text: str) -> bool:
    """Whether ``text`` is an address on the web and nothing else."""
    return _URL.fullmatch(text) is not None
