"""Cues of forms that words give away: figures, questions, quotations, images, maxims (数字、设问、引用、比喻、金句).

All functions take the searched copy of a text (``retrieval.normalize``): its punctuation is half-width but for 。、“”.
What counts as which form is in ``corpus/LABELS.md``; every cue here is one number between 0 and 1 that a linear model
weighs, none decides by itself.
"""

from __future__ import annotations

import re
from typing import Final

from retrieval.models import Form

_N: Final = "一二三四五六七八九十百千两几"
_UNITS: Final = (
    "个|名|人|家|户|件|起|次|场|项|条|座|所|处|间|套|台|辆|篇|份|张|本|页|米|公里|平方|亩|公顷|吨|公斤|斤|度|千瓦|"
    "元|美元|块|万|亿|倍|成|分|位|对|批|支|只|头|棵|株|里|岁|小时|分钟|秒|天|周|个月|种|类|级|门|节|趟|遍|道|户次|人次|"
    "吨标准煤|立方|床|张床|村|镇|县|市|省|国|声|笔|宗|例|艘|架|班|层|栋|厘米|毫米|步|眼"
)
_MASKED: Final = re.compile(r"x+(?:\.x+)?(?:余|多)?(?:%|个百分点|‰|万|亿|" + _UNITS + ")")
_DIGITS: Final = re.compile(
    r"(?<![第\d.年月])\d[\d,.]*(?:余|多)?(?:%|‰|个百分点|(?:万|亿|千|百)?(?:多|余)?(?:" + _UNITS + "))"
    r"(?!年|月|日|号)"
)
_RATES: Final = re.compile(r"[%‰]|百分点|百分之|[一二三四五六七八九两几]成|\d倍")
_SPELLED: Final = re.compile(
    rf"(?<![第{_N}])(?:[一二三四五六七八九两几]?[十百千][{_N}零]*|[{_N}]{{2,}}|[{_N}]+(?:万|亿))(?:余|多|来)?(?:{_UNITS})"
)
_SMALL: Final = re.compile(
    r"(?<![第一二三四五六七八九十])[两三四五六七八九](?:多)?(?:个小时|小时|分钟|个月|公里|里|块|元|名|户|家|亩|人|次|回|起|件|趟|倍|成|斤|所|座|份|张|页)"
)

# Begun only where a sentence begins: tried at every place, a text without an end of a sentence takes minutes.
_QUESTION: Final = re.compile(r"(?:(?<![^。;!?])|(?<=\?[”’]))[^。;!?]*\?[”’]?")
_CLOSING: Final = re.compile(r"[”’ ]*")
_END: Final = re.compile(r"[。;!?]|\Z")
_ANSWER_REACH: Final = 40  # characters, more than _ANSWERS looks at
_ASKS: Final = re.compile(r"什么|为何|怎么|怎样|哪里|哪|凭|谁|如何|多少|多重|吗|呢|何在|几|是不是|能不能|难道|岂|何")
_ANSWERS: Final = re.compile(
    r"^(?:“)?(?:因为|就是|就在|就|是|不是|靠|凭|答案|我看|我说|我想|我的|说到底|说白了|归根|根子|出在|一是|一个|一条|首先|第一|"
    r"不|没有|有|往|关键|要|无非|大概|道理|在|当然|恐怕|其实|对|难|盖|用得|至于|不用|不看|先|减的|看|连着|从|[^,。;]{0,6}是|[^,。;]{0,4}就)"
)

_QUOTED: Final = re.compile(r"“([^“”]{2,80})”")
_SAYS: Final = re.compile(
    r"(?:说|讲|言|云|曰|道|写|写过|写道|有云|说过|讲过|说得好|记着|有言|里有|诗句|的诗|一句话|两句|古语|名句|有句|里的|教诲|指出|强调)"
    r"[^。;!?“]{0,14}$"
)
_SOURCES: Final = re.compile(
    r"论语|孟子|大学|中庸|诗经|尚书|礼记|周易|易经|左传|春秋|史记|汉书|资治通鉴|道德经|老子|庄子|荀子|韩非|墨子|管子|孙子|淮南子|"
    r"国语|战国策|三国志|吕氏春秋|贞观政要|文心雕龙|齐民要术|黄帝内经|菜根谭|官箴|孔子|曾子|子曰|古人|古语|古训|先贤|古诗|诗人|"
    r"李白|杜甫|白居易|苏轼|王安石|陆游|辛弃疾|范仲淹|欧阳修|韩愈|柳宗元|刘禹锡|王阳明|朱熹|程颐|张载|顾炎武|林则徐|郑板桥|龚自珍|"
    r"曾国藩|于谦|文天祥|岳飞|诸葛亮|司马迁|司马光|毛泽东|周恩来|邓小平|习近平|总书记|陈毅|焦裕禄|谷文昌|方志敏|李大钊|鲁迅|雷锋|"
    r"陶行知|马克思|恩格斯|列宁|梁启超|孙中山|[明清宋唐汉晋]代|[东西南北]?[汉宋晋明清唐]朝|古诗|诗[云曰里中句人]|[首句]诗|[首句]词|词[云里]|对联|副联|"
    r"家训|官箴|格言|经》|书》|记》|子》|传》|论》|集》|录》|鉴》|语》|训》"
)
_CLASSICAL: Final = re.compile(r"[之乎者也矣焉哉其于而则不以为所莫弗勿毋未无非若如必可何惟唯乃吾民君子天下道德]")
_MODERN: Final = re.compile(
    r"第[一二三]|发展|创新|改革|工作|建设|问题|群众|干部|党员|服务|企业|经济|社会|安全|治理|中国|人民|时代|使命|初心|责任|作风|项目|精神|"
    r"文明|民族|干净|担当|忠诚|政策|产业|绿水青山|金山银山|信息|数据|市场|农村|农民|城市|生态"
)
"""What old words do not say."""
_SPOKEN: Final = re.compile(r"[的了们我你他她它这那吗呢吧啊把被让还都很咱就是到去来个没着过]")
_PLAINLY: Final = re.compile(
    r"群众|老乡|大娘|大爷|老汉|大妈|村民|居民|同志说|有人|企业|网友|市民|老板|师傅|工人|干部|书记|阿姨|老人|小哥|学生"
)

SIMILE: Final = re.compile(
    r"就像|好比|仿佛|犹如|宛如|如同|比方|比作|(?<![好画图录偶肖])像[^。;!?]{1,14}(?:一样|似的|那样)|(?<![好画图录偶肖])像一|"
    r"一个理|大概像|[跟同][^。,;]{1,6}一样"
)
"""Words that open a simile, few others among them."""
_LIKENESS: Final = re.compile(
    r"像[^。,;!?]{0,3}[一是在把给个拿绣种养]|就像|好像|好比|如同|犹如|仿佛|宛如|恰似|似的|一样[^。,;]{0,3}(?:去|地|抓|做|学|保|对|爱)|"
    r"打个?比方|比作|比成|一个理|同一个道理|跟[^。,;]{1,6}一样|同[^。,;]{1,6}一样|当作|当成|不亚于|胜过"
)
PROVERB: Final = re.compile(r"俗话|老话|常言|谚语|农谚|民谚|有句话|老百姓(?:有句|常)|歇后语|乡亲们常说|人们常说")
_IMAGES: Final = (
    "镜子|病|药|方子|根子|种子|土壤|泥土|春风|雨露|灯塔|灯|船|桥|舵|帆|桨|河|井|泉|火|秤|砣|棋|卷子|考场|考题|钥匙|锁|门缝|窗|"
    "绳|线|针|钉子|刀|剑|盾|墙|篱|梁|柱|砖|地基|根基|大厦|树|苗|花|果|叶|林|草|牛|马|虎|鹰|燕|蚂蚁|苍蝇|鱼|虫|蛙|车轮|发动机|"
    "引擎|火车|马车|跷跷板|轮子|翅膀|骨头|骨架|血|血脉|脉|肩膀|脊梁|腰杆|脚底|脚板|手心|手背|眼睛|耳朵|尺子|算盘|账|锅|碗|米|粮|"
    "饭碗|盐|茶|酒|糖|水缸|池子|渠|坝|堤|浪|潮|风|雨|雪|霜|霾|雷|弹|炸弹|山头|山|路标|接力棒|棒|赛跑|马拉松|长跑|拳|仗|庄稼|"
    "犁|锄|耕|钢|铁|炉|淬|镰|锤|笔|纸|画|挂图|蓝图|戏|台|锣|鼓|琴|弦|歌|曲|影子|尘|灰|垢|疤|伤口|疙瘩|结|网"
)
IMAGE: Final = re.compile(_IMAGES)
EQUATES: Final = re.compile(
    rf"(?:是|成|作|为|如|似)(?:一|那|这|个|最|我们)?[^。,;!?是]{{0,8}}(?:{_IMAGES})(?=[。,;!?])"
)

_SENTENCE: Final = re.compile(r"[^。;!?]+[。;!?][”’]?|[^。;!?]+$")
DEICTIC: Final = re.compile(
    r"^[,“]?(?:这|那|它|他|她|其|此|刚才|今天的|下面|以上|上述|同志们|各位|大家|我(?!们)|去年|今年|一是|二是|三是|四是|五是|第)"
)
ORDERS: Final = re.compile(
    r"要|必须|不许|不得|请|各级|各部门|县委|市委|区委|牵头|确保|推动|加快|推进|落实|严禁|务必|月底|年底|坚持"
)
DENIES: Final = re.compile(
    r"不是[^。;]{1,16},?(?:而|就)?是|不在|不能|不如|没有[^。;]{1,12},?[就也没]|离不开|不[^,。;]{1,8}[,、]不|才能?|越[^。;]{1,10}越|"
    r"比[^。;]{1,12}[更还]|最[^,。;]{1,8}最|一[^,。;]{1,6},?[一就]|宁|再[^。;]{1,8}也|只有|与其|就没|就会|就是|等于|从来|往往|是.{1,12},是|能.{1,12},(?:不|也)能|"
    r"[有无].{1,8},[有无就才]"
)
LONGEST: Final = 40
"""Characters of the longest sentence that may be a maxim."""

FIGURES: Final = 9
QUESTION: Final = 8
QUOTATION: Final = 9
METAPHOR: Final = 9
MAXIM: Final = 8
"""How many numbers the functions below give."""


def figures(text: str) -> list[float]:
    """Figures that measure: masked, in digits, spelled; rates; small ones, and which of them are two or more."""
    masked, digits = len(_MASKED.findall(text)), len(_DIGITS.findall(text))
    rates, spelled, small = len(_RATES.findall(text)), len(_SPELLED.findall(text)), len(_SMALL.findall(text))
    sure = masked + digits
    most = sure + spelled
    return [
        *(_step(value, 4) for value in (masked, digits, rates, spelled, small)),
        float(sure >= 2),
        float(most >= 2),
        float(sure == 1),
        _step(most + small, 4),
    ]


def question(text: str) -> list[float]:
    """Questions outside quotations, and whether what follows answers: by its first words, or by echo."""
    plain = _QUOTED.sub("“”", text)
    asked = answered = echoed = last = 0
    for match in _QUESTION.finditer(plain):
        if not _ASKS.search(match[0]):
            continue
        asked += 1
        closing = _CLOSING.match(plain, match.end())
        start = closing.end() if closing else match.end()
        end = _END.search(plain, start)
        follow = plain[start : end.start() if end else None]
        is_question = end is not None and end[0] == "?"
        rest = plain[start : start + _ANSWER_REACH]
        last += is_question or not rest
        if rest and not is_question:
            answered += _ANSWERS.match(rest) is not None
            echoed += bool(_pairs(match[0]) & _pairs(follow))
    return [
        _step(asked, 3),
        float(asked > 0),
        float(answered > 0),
        float(echoed > 0),
        float(answered > 0 and echoed > 0),
        float(asked > 0 and last == asked),
        float(asked - last > 0),
        _step(text.count("?"), 4),
    ]


def quotation(text: str) -> list[float]:
    """Quotations: who is said to speak, how classical or how spoken the words are, and the best of all together."""
    says = source = both = classical = plain = talk = 0.0
    best = 0.0
    for match in _QUOTED.finditer(text):
        words = match[1]
        before = text[max(0, match.start() - 24) : match.start()]
        # 墨子里记着……“甲”、“乙”: what stands behind the words may name them as well.
        after = text[match.end() : match.end() + 12]
        here_says = _SAYS.search(before) is not None
        here_source = _SOURCES.search(before) is not None or _SOURCES.search(after) is not None
        spoken = len(_SPOKEN.findall(words)) / len(words)
        old = len(_CLASSICAL.findall(words)) / len(words)
        voice = _PLAINLY.search(before) is not None
        if len(words) < 5:
            continue
        says, source = max(says, here_says), max(source, here_source)
        both = max(both, here_says and here_source)
        classical = max(classical, min(1.0, 2 * old) * (spoken < 0.08))
        plain = max(plain, voice)
        talk = max(talk, not here_source and (voice or spoken > 0.1))
        score = 0.3 * here_says + 0.4 * here_source + min(0.3, old) - min(0.4, 2 * spoken) - 0.3 * voice
        best = max(best, score, 0.7 * is_classical(words))
    return [says, source, both, classical, plain, talk, max(0.0, best), float(best > 0.45), float(best > 0.6)]


def is_classical(words: str) -> bool:
    """Whether quoted words are verse or old prose by their form alone, nobody being named before them.

    Verse: two clauses or more, all of five or of seven characters. Old prose: two clauses or more, a third of their
    characters being particles and the like. Neither where words of today's speeches stand in it: slogans are even too.
    """
    clauses = [clause for clause in re.split(r"[,。;!?]", words) if clause]
    if len(clauses) < 2 or _MODERN.search(words) is not None or re.search(r"[a-z0-9、]", words) is not None:
        return False
    lengths = {len(clause) for clause in clauses}
    characters = sum(map(len, clauses))
    spoken = len(_SPOKEN.findall(words)) / characters
    old = len(_CLASSICAL.findall(words)) / characters
    return (len(lengths) == 1 and lengths <= {5, 7} and spoken < 0.12) or (old >= 0.34 and spoken < 0.06)


def denied(asked: list[float], quoted: list[float]) -> tuple[Form, ...]:
    """The forms that a text cannot have by their definition, from what ``question`` and ``quotation`` give of it.

    设问 where no question has a sentence behind it that could answer; 引用 where nothing in quotation marks has a
    speaker, a source or old words in favour of it. The starter library holds hardly one open question, so it cannot
    teach this.
    """
    return (
        *((Form.QUESTION,) if not asked[6] else ()),
        *((Form.QUOTATION,) if not quoted[6] else ()),
    )


def metaphor(text: str) -> list[float]:
    """Words of likeness, proverbs, images, and what is said to be an image (……是一面镜子)."""
    likeness, images = len(_LIKENESS.findall(text)), len(set(IMAGE.findall(text)))
    equates = len(EQUATES.findall(text))
    similes = len(SIMILE.findall(text))
    return [
        _step(similes, 2),
        float(similes > 0),
        _step(likeness, 2),
        float(likeness > 0),
        float(PROVERB.search(text) is not None),
        min(images, 12) / 12,
        min(1.0, 25 * images / (len(text) + 50)),
        _step(equates, 3),
        float(equates > 0 and likeness > 0),
    ]


def maxim(text: str) -> list[float]:
    """Short sentences that judge in general: the best, the second, the last; how many; what speaks against them."""
    scores = []
    sentences = _SENTENCE.findall(text)
    for sentence in sentences:
        words = sentence.strip("。;!?”’ ")
        if not 8 <= len(words) <= LONGEST or re.search(r"[\dx“]|\?", sentence):
            scores.append(0.0)
            continue
        scores.append(_antithesis(words) + 0.25 * bool(DENIES.search(words)) - 0.3 * bool(ORDERS.search(words)))
        if DEICTIC.match(words):
            scores[-1] -= 0.3
    ranked = [*sorted((max(0.0, score) for score in scores), reverse=True), 0.0, 0.0]
    last = max(0.0, scores[-1]) if scores else 0.0
    return [
        ranked[0],
        ranked[1],
        last,
        _step(sum(score >= 0.4 for score in scores), 4),
        float(ranked[0] >= 0.4),
        float(ranked[0] >= 0.6),
        float(last >= 0.4),
        float(bool(sentences) and len(sentences[-1]) <= LONGEST),
    ]


def _antithesis(words: str) -> float:
    """How far the halves of a sentence answer each other: of like length, with characters in common. 0 to 0.75."""
    halves = words.split(",")
    if not 2 <= len(halves) <= 4:
        return 0.0
    if len(halves) == 3:
        halves = halves[1:]
    elif len(halves) == 4:
        halves = [halves[0] + halves[1], halves[2] + halves[3]]
    one, other = halves
    common = len(set(one) & set(other))
    even = abs(len(one) - len(other))
    return 0.35 * (even <= 1) + 0.15 * (even <= 3) + min(0.25, 0.08 * common)


def _pairs(text: str) -> set[str]:
    """Pairs of characters that carry meaning."""
    words = re.sub(r"[“”,、:的了是]", " ", text.rstrip("?。"))
    return {words[at : at + 2] for at in range(len(words) - 1) if " " not in words[at : at + 2]} - {
        "什么", "怎么", "为什", "怎样", "哪里", "我们", "大家", "同志", "志们", "一个"
    }  # fmt: skip


def _step(value: int, full: int) -> float:
    """A count on a scale of 0 to 1."""
    return min(value, full) / full
