"""Traditional characters read as Simplified ones, for matching alone (繁体).

The words that say what a line is (同志们、讲话、县长、第一节) are written in Simplified characters. A text is matched
against them by a copy of the same length, so that every offset holds in the text itself, whose own characters are what
is kept and shown. One character becomes one; only those that our words are written with are in the table, as OpenCC
has them. A text in Simplified characters that holds one of them (乾, 於) loses nothing by it.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "乾佈佔來侷個們倖傢儀儲兩別剛劃劉動務勞匯區協厲吳呂員問喬單噹嚮嚴囌國報場塗墰壇壜壽夥奬婁孫學宮實寧審將專對導屬師幹幾廣廳張強彆彔彙後從愛態慼懇應懞懷戰戶敎於旂時曏書會東楊業榦榮樂樑標樣檔檢檯欒歐淩湯溫"
    "滙滿濛瀋為烏無燈爲獎獲現產産畢當發盧矇矯硃確礎祕祿禮穀穫竇箇節範簡紀級終組結經綫綱線編練緻縣總績繆纔罈罎羅義習聞聲聶職脩臺舉舘莊華萬葉蒼蓆蔔蔣蕭薑藍藺蘇蘭處號衕衚衛親計討訓記設許註評詞話誌語說説課調談"
    "請論諧諸謀講謝譚議護貝負貢責費賀賈賓賴趙車輩辦辭農這連週進過選邊鄉鄒鄔鄧鄭酈醫釋鈕鈡錄錢録錶鍾鎭鎮鐘長閆閉開間閔閻闕關闞陰陳陸隊雲鞏鞦韋韓項須領題顏顔願類顧颱餘館饒馬馮駱髮鬆鬍鬚鬱魚魯鮑鳳鹹麪麫麯麴麵"
    "黃點黨齊龍龐龔"
)
_SIMPLIFIED = (
    "干布占来局个们幸家仪储两别刚划刘动务劳汇区协厉吴吕员问乔单当向严苏国报场涂坛坛坛寿伙奖娄孙学宫实宁审将专对导属师干几广厅张强别录汇后从爱态戚恳应蒙怀战户教于旗时向书会东杨业干荣乐梁标样档检台栾欧凌汤温"
    "汇满蒙沈为乌无灯为奖获现产产毕当发卢蒙矫朱确础秘禄礼谷获窦个节范简纪级终组结经线纲线编练致县总绩缪才坛坛罗义习闻声聂职修台举馆庄华万叶苍席卜蒋萧姜蓝蔺苏兰处号同胡卫亲计讨训记设许注评词话志语说说课调谈"
    "请论谐诸谋讲谢谭议护贝负贡责费贺贾宾赖赵车辈办辞农这连周进过选边乡邹邬邓郑郦医释钮钟录钱录表钟镇镇钟长闫闭开间闵阎阙关阚阴陈陆队云巩秋韦韩项须领题颜颜愿类顾台余馆饶马冯骆发松胡须郁鱼鲁鲍凤咸面面曲曲面"
    "黄点党齐龙庞龚"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_ANY = re.compile(f"[{_TRADITIONAL}]")


def simplified(text: str) -> str:
    """The text for matching, of the same length; the very same text where nothing in it is Traditional."""
    return text.translate(_TABLE) if _ANY.search(text) else text
