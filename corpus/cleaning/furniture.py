"""Lines that no speech contains: what each is recognised by.

A line is named by its whole text, never by a part of a longer one. ``kind_of`` knows single lines; what needs the lines
around it (breadcrumbs over several lines, a label with its value on the next line) is left to the steps.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from corpus.cleaning.shapes import is_heading, is_salutation, is_title

LONGEST = 160
"""Characters. A longer line is running text, whatever words it has."""


class Furniture(StrEnum):
    """What a line is, when it is no speech; the value is the name of the step that drops it."""

    TOOLS = "page-tools"
    BYLINE = "byline"
    CAPTION = "caption"
    RELATED = "related-links"
    FOOTER = "site-footer"
    NOTICE = "notice"
    ADVERT = "advertisement"


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
    本网站支持IPv6 简 繁 EN
"""
_TOOLS = frozenset(_TOOL_WORDS.split())
_SEPARATORS = re.compile(r"[\s|｜/／·•【】\[\]［］（）()<>＜＞»›≫:：,，、.]+")
_FONT = re.compile(r"[【\[（(]?\s*(?:选择)?(?:文章|文字|正文)?\s*字\s*[体号]\s*(?:大小|选择)?\s*[:：]\s*[【\[（(]?")
_ALONE = re.compile(r"[【】｜|×✕>＞»›]|>>|》》|《《")
"""Brackets and separators that pages put on lines of their own. "【】" is not among them: it is a mask."""

_CLOCK = r"(?:[ T\u3000\xa0]*\d{1,2}\s*[:：时]\s*\d{1,2}\s*(?:分|[:：]\s*\d{1,2})?(?:\d{1,2}秒)?)"
_STAMP = re.compile(
    rf"(?:\d{{4}}\s*[-/]\s*\d{{1,2}}\s*[-/]\s*\d{{1,2}}(?:日)?{_CLOCK}?|\d{{4}}年\d{{1,2}}月\d{{1,2}}日{_CLOCK}"
    rf"|\d{{4}}\.\d{{1,2}}\.\d{{1,2}}{_CLOCK})"
)
_LABELS = (
    "来源|信息来源|文章来源|稿件来源|新闻来源|内容来源|资料来源|稿源|供稿|供稿单位|发布时间|发布日期|发表时间|"
    "发表日期|发稿时间|更新时间|录入时间|添加时间|上传时间|成文日期|成文时间|发文日期|发文时间|印发日期|"
    "生成日期|公开日期|时间|日期|阅读量|阅读|阅读数|阅读次数|浏览量|浏览|浏览数|浏览次数|点击|点击数|点击量|"
    "点击率|点击次数|访问量|访问次数|人气|作者|编辑|责任编辑|责编|值班编辑|执行编辑|网络编辑|本期编辑|主编|编审|"
    "编校|审核|审校|校对|校审|初审|复审|终审|一审|二审|三审|一校|二校|三校|监制|摄影|录入|录入者|录入人|发布人|"
    "发布者|发布单位|发布机构|发文机关|发文机构|发文单位|发文字号|制发机关|文号|索引号|索 引 号|信息索引|"
    "主题分类|信息分类|分类|关键词|关键字|标签|有效性|是否有效|公开方式|公开形式|公开范围|公开类别|体裁|"
    "体裁分类|组配分类|服务对象|效力状态|所属栏目|栏目|频道|分享|分享到|分享至|字体|字号|字体大小|附件下载|"
    "本文链接|本文网址|链接地址|原文链接|信息来源单位|TAGS?|Tags?|本文关键词|本文标签|投稿人|投稿|稿件来源单位"
)
_LABEL = re.compile(rf"[（(【\[]?\s*(?P<label>{_LABELS})\s*[:：]\s*(?P<value>.*)", re.DOTALL)
_TITLE_LABEL = re.compile(
    r"[（(【\[]?\s*(?:名\s*称|标\s*题|原标题|信息名称|文件名称|题目)\s*[:：]\s*(?P<value>.+?)\s*[）)】\]]?"
)
_PAPER = re.compile(
    r"[（(【\[]?\s*(?:(?:本报|本刊|本台|本网)讯?|新华社|人民网|新华网|中新社|中新网|央视网|光明网|中国政府网|[\w·]{2,8}(?:日报|晚报|新闻网|政府网|客户端|融媒体?))"
    r"[^。，]{0,30}?(?:电|讯|记者[^。，]{0,30})?\s*[）)】\]]?"
)
_CAPTION = re.compile(
    r".{0,80}?(?:(?:记者|通讯员|摄影师?)[^，。；]{0,24}摄?(?:影(?:报道)?)?|[^，。；]{0,16}(?:资料图|资料图片|供图|图\s*[/／]\s*\S{1,12}|摄))"
    r"\s*[）)】\]]?"
)
_REPORTING = re.compile(r"(?:作|做|发表|致|宣读)(?:了)?[^，。；]{0,14}(?:报告|讲话|致辞|发言|演讲)。")
_FIRST_PERSON = re.compile(r"我|同志们|各位|大家")

_RELATED = re.compile(
    r"[◆■●【\[\s]*(?:相关|延伸|推荐|热门|更多|精彩|往期|猜你|关联|拓展|最新)\s*"
    r"(?:报道|链接|附件|文档|文章|阅读|新闻|推荐|稿件|内容|信息|资讯|解读|政策|专题|图片|视频|回顾|喜欢|下载|搜索|推送|动态)\s*[】\]]?\s*[:：>＞»》]*"
)
_NEIGHBOUR = re.compile(r"(?:[上下前后]一[篇条则个页])\s*(?:文章|新闻|信息)?\s*[:：>]?.{0,80}")
_SCAN = re.compile(
    r"[^，。；]{0,12}(?:扫一扫|扫描|扫码|长按|识别)[^。；]{0,12}(?:手机|二维码|当前页|关注|阅读|浏览|打开|查看|图片|分享|微信)[^。；]{0,20}[。！!]?"
    r"|(?:扫一扫|扫码关注|微信扫一扫|手机扫一扫|手机查看|二维码)[^。；]{0,20}"
)
_CLICK = re.compile(
    r"[》>＞【\[\s]*(?:请)?点击(?:图片|蓝字|下方|上方|此处|这里|查看|阅读|进入|下载|右上角|标题|链接|收听|观看|播放)[^。；]{0,24}[《<＜】\]\s]*"
    r"|[》>＞【\[\s]*(?:阅读原文|查看原文|查看全文|展开全文|阅读全文|进入专题|返回专题)[》>＞】\]\s]*"
)
_FOOTER = re.compile(
    r"(?:©|[Cc]opyright|COPYRIGHT|版权所有|主办单位?[:：]|主办[:：]|承办单位?[:：]|承办[:：]|协办[:：]|技术支持[:：]|网站标识码|政府网站标识码"
    r"|[\u4e00-\u9fff]?ICP[备证]|[\u4e00-\u9fff]?公网安备|备案号|备案序号|网站维护|运维单位|建议使用.{0,20}浏览|联系电话[:：]|网站地图|广播电视节目制作"
    r"|互联网新闻信息服务许可|信息网络传播视听|违法和不良信息举报|中国互联网举报中心).{0,150}"
)
_ADDRESS = re.compile(
    r"(?:地址|邮编|邮政编码|电话|传真|邮箱|电子邮箱|E-?mail|投稿邮箱|联系方式|联系人)\s*[:：].{0,100}", re.IGNORECASE
)
_URL = re.compile(r"[（(【\[]?\s*(?:https?://|www\.)[^\s\u4e00-\u9fff]{4,200}\s*[）)】\]]?")

_NOTICE = re.compile(
    r"(?:仅供|只供|仅限|谨供|仅作|仅用于).{0,8}(?:学习|参考|交流|内部|个人|借鉴|研究)"
    r"|(?:请勿|禁止|严禁|不得|切勿|谢绝|拒绝|勿).{0,8}(?:外传|照搬|照抄|抄袭|转载|转发|倒卖|商用|盗用|转卖|商业)"
    r"|原创投稿|作者原创|原创首发|原创作品|独家整理"
    r"|(?:本文|本稿|本篇|本材料|本资料|本文档|本文件|文章|资料|素材|图片|内容|稿件|文稿|范文|部分内容|图文).{0,12}(?:来源于?|来自|摘自|转自|选自|整理自"
    r"|源于|源自|取自|收集于|转载自|转载于)"
    r"|如有侵权|侵权.{0,6}(?:删|联系)|侵删|(?:版权|著作权)(?:归|属于|为|属).{0,20}(?:所有|作者|原作)"
    r"|(?:免责|版权|郑重|特别|重要|严正)(?:声明|提示|提醒|说明)\s*[:：】\]]|^[【\[]?(?:免责|版权)声明[】\]]?$"
    r"|转载.{0,4}(?:请|须|需)?(?:注明|标明|联系|保留)|未经.{0,12}(?:授权|许可|同意|允许).{0,16}(?:转载|使用|复制|摘编|传播|引用)"
    r"|不代表本(?:站|网|平台|号|公众号)|本(?:站|网|平台|公众号).{0,10}(?:不承担|不负责|概不)"
)
_ADVERT = re.compile(
    r"订阅.{0,16}(?:权益|享|材料|资料|会员|服务|[元价年])|(?:欢迎|立即|点击|马上)(?:订阅|关注|加入)"
    r"|(?:[Qq]\s?[Qq]|扣扣|企鹅)\s*(?:群|号|交流|[:：\d])|(?:会员|交流|学习|资料|写作|材料|粉丝|微信|读者|文稿|笔友|公文|秘书)\s*(?:交流)?群\s*[:：]?"
    r"|(?:加|添加|关注|搜索|搜|扫码|扫描|长按|识别|联系|回复).{0,12}(?:微信|公众号|公号|二维码|[Qq]{2}|[Vv]信|[Vv][Xx]|客服|小编|群主|站长)"
    r"|(?:微信|微信号|公众号|微信公众号|公号|[Vv]信|[VvWw][Xx]|客服|旺旺)\s*(?:平台|号)?\s*[:：]\s*\S"
    r"|(?:打击|举报|谨防|严打).{0,6}(?:倒卖|盗版|骗子|假冒)"
    r"|(?:开通|加入|购买|充值|成为|办理|升级|赠送|续费|注册).{0,8}(?:会员|[Vv][Ii][Pp])|(?:会员|[Vv][Ii][Pp]).{0,6}(?:材料|资料|专享|权益|免费|专区|价|费)"
    r"|(?:更多|海量|全套|优质|精品|免费|最新|各类|万份|万篇).{0,10}(?:范文|公文|材料|资料|文稿|讲话稿|模板|课件|素材|文档|[Pp][Pp][Tt]|文章)"
    r"|文库(?:网)?$|(?:范文|公文|材料|文秘|写作|秘书|资源|文档|笔杆子|文稿)(?:网|之家|论坛|在线|大全|库)|百度文库|道客巴巴|豆丁|原创力文档|知识星球"
    r"|淘宝|天猫|网店|微店|闲鱼|店铺|限时(?:优惠|特价|折扣|免费)|包年|\d+元/年|代写|代笔|(?:文稿|材料|稿件|讲话稿?)定制|定制.{0,4}(?:文稿|材料|稿件)"
)
_CONTACT = re.compile(
    r"(?:[Qq]\s?[Qq]|扣扣|微信|公众号|[Vv]信|[VvWw][Xx]|会员群|交流群|资料群|客服|旺旺)[^，。；]{0,8}?\s*[:：]?\s*(?:\d{5,12}|[A-Za-z][\w-]{4,20})"
    r"|(?:加|添加|关注|搜索|扫码).{0,6}(?:微信|公众号|[Qq]{2}群?)[:：“「【]"
)
_SPOKEN = re.compile(
    r"各级|各部门|各单位|各地|党员|干部|群众|同志|人民|政府|党委|企业|全市|全省|全区|全县|我们|大家|会议|单位"
)
"""Words of speeches: a full sentence with one of them is no advertisement, whatever else it mentions."""
_COMMERCE = re.compile(r"公众号|[Qq]\s?[Qq]|会员|订阅|范文|[Vv][Ii][Pp]|扫码|二维码|淘宝|下载")


def _is_tools(text: str) -> bool:
    """Whether every word of ``text`` is a button of a page; words may be run together."""
    if len(text) > 60:
        return False
    words = [word for word in _SEPARATORS.split(text) if word]
    return bool(words) and all(word in _TOOLS or _is_run_of_tools(word) for word in words)


def _is_run_of_tools(word: str) -> bool:
    """Whether ``word`` is several buttons without a separator ("打印收藏"), the longest first."""
    if len(word) > 40:
        return False
    at = 0
    while at < len(word):
        length = next((n for n in range(min(8, len(word) - at), 1, -1) if word[at : at + n] in _TOOLS), 0)
        if not length:
            return False
        at += length
    return True


def font_bar(text: str) -> bool:
    """Whether ``text`` opens a bar to choose the size of letters: 【字号：, 【字体：大 中 小】."""
    opening = _FONT.match(text)
    if opening is None:
        return False
    rest = text[opening.end() :]
    return not rest.strip("】])） ") or _is_tools(rest)


def alone(text: str) -> bool:
    """Whether ``text`` is one bracket or separator that a page put on a line of its own."""
    return _ALONE.fullmatch(text) is not None


def empty_label(text: str) -> bool:
    """Whether ``text`` is a label whose value, if any, stands on the next line: 来源：."""
    label = _LABEL.fullmatch(text)
    return label is not None and not label["value"].strip("】])） ")


def labelled_title(text: str) -> str | None:
    """The title in a line such as 名称：2026年政府工作报告, or None."""
    label = _TITLE_LABEL.fullmatch(text)
    return label["value"] if label else None


def stamp(text: str) -> bool:
    """Whether ``text`` is a date as machines write it, or a date with a time of day."""
    return _STAMP.fullmatch(text) is not None


def _is_byline(text: str) -> bool:
    label = _LABEL.fullmatch(text)
    if label is not None:
        value = label["value"]
        return len(text) <= 120 and not value.rstrip("）)】]").endswith("。") and not is_title(value)
    dated = _STAMP.match(text)
    if dated is None:
        return _PAPER.fullmatch(text) is not None
    rest = text[dated.end() :].strip(" \u3000|｜·-/()（）")
    return not rest or _LABEL.fullmatch(rest) is not None or (len(rest) <= 12 and _PAPER.fullmatch(rest) is not None)


def is_caption(text: str) -> bool:
    """Whether ``text`` tells of a picture or of the meeting, in the third person: …作政府工作报告。本报记者…摄."""
    if len(text) > 120 or is_heading(text) or is_salutation(text):
        return False
    told = _REPORTING.search(text)
    if told is not None and not _FIRST_PERSON.search(text[: told.start()]):
        rest = text[told.end() :].strip()
        return not rest or _CAPTION.fullmatch(rest) is not None
    return _CAPTION.fullmatch(text) is not None and not _FIRST_PERSON.search(text)


def _is_spoken(text: str) -> bool:
    """Whether ``text`` is a full sentence in the words of a speech."""
    if text[-1:] not in "。！；" or not _SPOKEN.search(text):
        return False
    return not _COMMERCE.search(text) or len(text) > 40


def is_contact(text: str) -> bool:
    """Whether ``text`` names an account or a group to join; such a line is dropped wherever it stands."""
    return len(text) <= 60 and not text.endswith("。") and not is_heading(text) and _CONTACT.search(text) is not None


@lru_cache(maxsize=8192)  # every step asks anew about the same lines
def kind_of(text: str) -> Furniture | None:
    """What ``text`` (a whole line, stripped) is, when it is no speech. Zones decide whether it may go."""
    if not text or len(text) > LONGEST:
        return None
    if font_bar(text) or alone(text) or _is_tools(text) or _SCAN.fullmatch(text) or _CLICK.fullmatch(text):
        return Furniture.TOOLS
    if _RELATED.fullmatch(text) or _NEIGHBOUR.fullmatch(text):
        return Furniture.RELATED
    if _FOOTER.fullmatch(text) or _ADDRESS.fullmatch(text) or _URL.fullmatch(text):
        return Furniture.FOOTER
    if is_salutation(text) or is_heading(text):
        return None
    if _is_byline(text):
        return Furniture.BYLINE
    if is_contact(text):
        return Furniture.ADVERT
    if is_title(text) and not _NOTICE.search(text):
        return None
    if len(text) <= 100 and not _is_spoken(text):
        if _NOTICE.search(text):
            return Furniture.NOTICE
        if _ADVERT.search(text):
            return Furniture.ADVERT
    return None


def is_certain(text: str, kind: Furniture) -> bool:
    """Whether such a line is no speech wherever it stands, even between two paragraphs."""
    match kind:
        case Furniture.TOOLS:
            return font_bar(text) or _SCAN.fullmatch(text) is not None or _CLICK.fullmatch(text) is not None
        case Furniture.ADVERT:
            return is_contact(text)
        case Furniture.FOOTER:
            return _URL.fullmatch(text) is not None
        case _:
            return False
