"""Words of those who pass speeches on: notices and advertisements. Each function judges one whole line."""

from __future__ import annotations

import re

from corpus.cleaning.shapes import is_heading

_NOTICE = re.compile(
    r"(?:仅供|只供|仅限|谨供|仅作|仅用于).{0,8}(?:学习|参考|交流|内部|个人|借鉴|研究)"
    r"|(?:请勿|禁止|严禁|不得|切勿|谢绝|拒绝|勿).{0,8}(?:外传|照搬|照抄|抄袭|转载|转发|倒卖|商用|盗用|转卖|商业)"
    r"|原创投稿|作者原创|原创首发|原创作品|独家整理"
    r"|(?:本文|本稿|本篇|本材料|本资料|本文档|本文件|文章|资料|素材|图片|内容|稿件|文稿|范文|图文).{0,12}"
    r"(?:来源于?|来自|摘自|转自|选自|整理自|源于|源自|取自|收集于|转载自|转载于)"
    r"|(?:本文|本文档|本资料|文档|资料)由.{1,20}(?:提供|整理|收集|上传|分享)|下载后可?(?:任意|自行|随意)?(?:编辑|修改)"
    r"|^[（(]?此件.{0,6}(?:公开|发布)|内部(?:资料|文件|材料|参考).{0,4}(?:注意|妥善|请勿|不得)|^原创\s+\S{1,12}(?:\s+\S{1,20})?$"
    r"|如有侵权|侵权.{0,6}(?:删|联系)|侵删|(?:版权|著作权)(?:归|属于|为|属).{0,20}(?:所有|作者|原作)"
    r"|(?:免责|版权|郑重|特别|重要|严正)(?:声明|提示|提醒|说明)\s*[:：】\]]|^[【\[]?(?:免责|版权)声明[】\]]?$"
    r"|转载.{0,4}(?:请|须|需)?(?:注明|标明|联系|保留)"
    r"|未经.{0,12}(?:授权|许可|同意|允许).{0,16}(?:转载|使用|复制|摘编|传播|引用)"
    r"|转载此文|及时更正|侵犯.{0,10}(?:权益|版权|著作权)|不代表本(?:站|网|平台|号|公众号)|本(?:站|网|平台|公众号).{0,10}(?:不承担|不负责|概不)"
)
_GROUP = r"(?:[Qq]\s?[Qq]|扣扣|企鹅)"
_ACCOUNT = r"(?:微信|公众号|公号|二维码|[Qq]{2}|[Vv]信|[Vv][Xx]|客服|小编|群主|站长)"
_MEMBER = r"(?:会员|[Vv][Ii][Pp])"
_ADVERT = re.compile(
    r"订阅.{0,16}(?:权益|享|材料|资料|会员|服务|[元价年])|(?:欢迎|立即|点击|马上)(?:订阅|关注|加入)"
    rf"|{_GROUP}\s*(?:群|号|交流|[:：\d])"
    r"|(?:会员|交流|学习|资料|写作|材料|粉丝|微信|读者|文稿|笔友|公文|秘书)\s*(?:交流)?群\s*[:：]?"
    rf"|(?:加|添加|关注|搜索|搜|扫码|扫描|长按|识别|联系|回复).{{0,12}}{_ACCOUNT}"
    r"|(?:微信|公众号|公号|[Vv]信|[VvWw][Xx]|客服|旺旺)\s*(?:平台|号)?\s*[:：]\s*\S"
    r"|(?:打击|举报|谨防|严打).{0,6}(?:倒卖|盗版|骗子|假冒)"
    rf"|(?:开通|加入|购买|充值|成为|办理|升级|赠送|续费|注册).{{0,8}}{_MEMBER}"
    rf"|{_MEMBER}.{{0,6}}(?:材料|资料|专享|权益|免费|专区|价|费)"
    r"|(?:更多|海量|全套|优质|精品|免费|最新|各类|万份|万篇).{0,10}"
    r"(?:范文|公文|材料|资料|文稿|讲话稿|模板|课件|素材|文档|[Pp][Pp][Tt]|文章)"
    r"|文库(?:网)?$|(?:范文|公文|材料|文秘|写作|秘书|资源|文档|笔杆子|文稿)(?:网|之家|论坛|在线|大全|库)"
    r"|百度文库|道客巴巴|豆丁|原创力文档|知识星球"
    r"|免费预览|超出.{0,6}预览|喜欢就(?:下载|点)|价低环保|在看吧|淘宝|天猫|网店|微店|闲鱼|店铺|限时(?:优惠|特价|折扣|免费)|包年|\d+元/年"
    r"|代写|代笔|(?:文稿|材料|稿件|讲话稿?)定制|定制.{0,4}(?:文稿|材料|稿件)"
)
_CONTACT = re.compile(
    rf"(?:{_GROUP}|微信|公众号|[Vv]信|[VvWw][Xx]|会员群|交流群|资料群|客服|旺旺)[^，。；、]{{0,8}}?\s*[:：]?\s*"
    r"(?:\d{5,12}|[A-Za-z][\w-]{4,20})"
    r"|(?:加|添加|关注|搜索|扫码).{0,6}(?:微信|公众号|[Qq]{2}群?)[:：“「【]|^(?:微信)?公众号\s*[:：]"
)
_SPOKEN = re.compile(
    r"各级|各部门|各单位|各地|党员|干部|群众|同志|人民|政府|党委|企业|全市|全省|全区|全县|我们|大家|会议|单位"
)
_COMMERCE = re.compile(r"公众号|[Qq]\s?[Qq]|会员|订阅|范文|[Vv][Ii][Pp]|扫码|二维码|淘宝|下载")
_DECLARATION = re.compile(r"[【\[（(]?\s*(?:[\u4e00-\u9fff]{0,4}声明|温馨提示|特别提示|提示)\s*[】\]）)]?\s*[:：]")
_STOP = re.compile(r"[。！？!?]")
_LONGEST = 120
_LONGEST_CONTACT = 60
_LONGEST_OFFER = 40


def _is_spoken(text: str) -> bool:
    """Whether ``text`` is a full sentence in the words of a speech: then it stays, whatever else it mentions."""
    if text[-1:] not in "。！；" or _DECLARATION.match(text) or not _SPOKEN.search(text):
        return False
    return len(text) > _LONGEST_OFFER or not _COMMERCE.search(text)


def is_notice(text: str) -> bool:
    """Whether ``text`` tells how the file may be used: 仅供学习参考, 请勿外传, 如有侵权请联系删除."""
    return len(text) <= _LONGEST and not _is_spoken(text) and _NOTICE.search(text) is not None


def is_advert(text: str) -> bool:
    """Whether ``text`` offers texts, memberships, groups or accounts."""
    return len(text) <= _LONGEST and not _is_spoken(text) and _ADVERT.search(text) is not None


def is_contact(text: str) -> bool:
    """Whether ``text`` names an account or a group to join, and is no sentence."""
    return (
        len(text) <= _LONGEST_CONTACT
        and text[-1:] not in "。；"
        and not is_heading(text)
        and _CONTACT.search(text) is not None
    )


def glued(text: str) -> int:
    """Where an advertisement begins that stands behind a sentence of the speech, on its line; 0 without one.

    …也是干部的责任线。广告：代写材料加微信laomi2020: all sentences of the advertisement go, those of the speech stay.
    """
    at = len(text)
    for stop in reversed(list(_STOP.finditer(text, max(len(text) - _LONGEST, 0), len(text) - 1))):
        sentence = text[stop.end() : at].strip()
        if not _offers(sentence) or (at == len(text) and not is_contact(sentence)):
            break
        at = stop.end()
    first = text[:at]
    return 0 if at == len(text) or _offers(first[-_LONGEST:]) else at


def _offers(text: str) -> bool:
    """Whether ``text`` is an advertisement or a notice by its words, and nothing that is spoken."""
    return is_advert(text) or is_notice(text)
