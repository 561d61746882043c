"""Names of speakers in the lines of a frame (讲话人): office and name, or a name alone, letter-spaced or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.simplified import simplified

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程"
    "嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸"
    "司黎薄印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习"
    "艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾关肖覃涂占代仝苟付闫楚涂官兰凡初矫"
)
_OFFICE = (
    "主席|总理|省长|市长|区长|县长|州长|旗长|盟长|乡长|镇长|书记|主任|局长|厅长|部长|司长|处长|科长|院长|校长|会长|行长|检察长|秘书长|董事长"
    "|总经理|委员长|组长|队长|站长|所长|馆长|社长|台长|总裁|司令员|政委|政治委员|同志|负责人|负责同志|教授|研究员"
)
_MASKED = "X×xＸ*＊○"
_GIVEN = rf"[\u4e00-\u9fff{_MASKED}]"
"""A character of a given name, or the sign that stands for one: 张XX, 王×明."""
_MASK = f"[{_MASKED}某]{{1,4}}"
_SPACE = r"[ \t\u3000\xa0]"
_NAME = (
    rf"(?:[{_SURNAMES}](?:{_SPACE}{{0,3}}{_GIVEN}){{1,3}}|[\u4e00-\u9fff]{{1,8}}(?:[·•・][\u4e00-\u9fff]{{1,8}})+"
    rf"|[\u4e00-\u9fff]{{2,4}}(?={_SPACE}*$)|{_MASK})"
)
_BARE_NAME = re.compile(
    rf"[（(]?(?P<name>[{_SURNAMES}](?:{_SPACE}{{0,3}}{_GIVEN}){{1,2}}|[\u4e00-\u9fff]{{1,8}}[·•・][\u4e00-\u9fff·•・]{{1,12}})[)）]?"
)
_LABELLED = re.compile(
    r"(?:讲话人|主讲人?|报告人|发言人|演讲人|致辞人|授课人|宣讲人)\s*[：:]\s*(?P<name>\S[^，。；]{0,30})"
)
_WITH_OFFICE = re.compile(rf"[（(]?[^，。；：]{{0,40}}?(?:{_OFFICE}){_SPACE}+(?P<name>{_NAME})[)）]?")
_JOINED = re.compile(
    rf"[^，。；：\s]{{0,40}}?(?:主席|总理|省长|市长|区长|县长|州长|书记|主任|局长|厅长|部长)(?P<name>[{_SURNAMES}]{_GIVEN}{{1,2}})"
)
_SPACED = re.compile(_SPACE)
_LONGEST_JOINED = 20
# Words of page chrome and titles that begin with a surname.
_WORDS = frozenset(
    {"时间", "全文", "全屏", "关于", "党建", "党课", "党章", "安全", "应急", "广告", "文件", "文字", "和谐", "左对齐"}
)


def speaker_in(lines: Sequence[str]) -> str | None:
    """The name of the speaker among the lines of a frame, without the spaces in it, or None."""
    for index, (own, line) in enumerate((line, simplified(line)) for line in lines):
        match = _LABELLED.fullmatch(line) or _WITH_OFFICE.fullmatch(line)
        if match is None and len(line) <= _LONGEST_JOINED:
            match = _JOINED.fullmatch(line)
        # A name alone comes after a title or an office; on the first line it is spaced out, or it is a word.
        if match is None and line not in _WORDS and (index > 0 or len(lines) == 1 or _SPACED.search(line)):
            match = _BARE_NAME.fullmatch(line)
        if match is not None:
            return re.sub(r"\s", "", own[match.start("name") : match.end("name")])
    return None
