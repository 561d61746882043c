"""Each form by texts written for it: those that have it, and those that only look like it (``corpus/LABELS.md``)."""

from __future__ import annotations

import pytest

from retrieval.models import Form
from retrieval.roles.cues import is_classical
from retrieval.roles.features import Context
from retrieval.roles.labeller import FORMS, Labeller

WITH = {
    Form.PARALLELISM: (
        "守河就是守水源，守河就是守田地，守河就是守人心。",
        "河长要看得见污水，看得见垃圾，看得见违建，更要看得见两岸群众的脸色。",
        "对排污的，一查到底；对占河的，一拆到底；对失职的，一追到底。",
    ),
    Form.PARALLEL_LEADS: (
        "（二）把岸线管住。水务局牵头，五月底前把沿河的违建登记造册，一处一处拆除。",
        "二是巡查要勤。各镇每周巡河一次，发现问题当天上报，不许过夜。",
        "要抓好两件事。一是把水治清。沿河企业逐家检查。二是把岸护好。两岸种树种草，专人看管。",
    ),
    Form.QUOTATION: (
        "《荀子》说：“不积小流，无以成江海。”治河也是这样，要从一条一条小沟治起。",
        "苏轼有诗：“竹外桃花三两枝，春江水暖鸭先知。”水好不好，鸭子先知道，百姓也先知道。",
        "古人讲：“水能载舟，亦能覆舟。”这个道理，今天做工作的人一刻也不能忘。",
    ),
    Form.METAPHOR: (
        "治河好比治病，先要找到病根，再下药方，不能头痛医头、脚痛医脚。",
        "河道就像人的血管，哪一处堵了，整个身子都要出毛病。",
        "俗话说，三个和尚没水喝。几家都管，到头来就像一口没有盖的井，谁都不去看一眼。",
    ),
    Form.FIGURES: (
        "去年全县治理河道XX公里，拆除违建XX处，水质优良率达到XX%。",
        "全年投入资金3.2亿元，新建污水管网86公里，受益群众12万人。",
        "我们走访了三十七户人家，收到二十四条意见，办结率提高了12个百分点。",
    ),
    Form.QUESTION: (
        "河为什么黑？因为岸上的污水没有截住。岸上不治，河里白治。",
        "河长是什么？河长就是守河的人，水不清就睡不着觉的人。",
        "钱从哪里来？县里出一点，镇里凑一点，企业捐一点。",
    ),
    Form.MAXIM: (
        "河在眼前流，责在肩上担。嘴上说得再清，不如河里流得清。",
        "水清不清，看的是河；官清不清，看的是人。",
        "不怕河水浑，就怕人心混。把河治清，先要把心摆正。",
    ),
}
WITHOUT = {
    Form.PARALLELISM: (
        "会后请水务局把方案发到各镇，有意见的在本周五以前反馈。",
        "要完善制度、强化监管、加大投入，扎实推进河道治理各项工作。",
        "去年夏天的一场大雨以后，下游的几个村子反映河面上漂着油花。",
    ),
    Form.PARALLEL_LEADS: (
        "这条河从山里流出来，经过四个镇，最后汇入水库，沿岸住着几万人。",
        "会前我到河边走了一趟，看见有人在钓鱼，也看见有人在倒垃圾。",
        "希望大家回去以后认真研究，把会议的精神传达到每一个村。",
    ),
    Form.QUOTATION: (
        "要认真落实《河道管理条例》，深入开展“清河行动”，确保按期完成。",
        "一位老乡拉着我说：“这条河我们小时候还在里面游泳，现在谁敢下去啊。”",
        "要坚持“一河一策”，建好“智慧河长”平台，用好“红黑榜”。",
    ),
    Form.METAPHOR: (
        "各镇要在六月底前完成排查，建立台账，逐项整改，按时上报。",
        "全年完成投资XX亿元，同比增长XX%，各项指标好于上年。",
        "会议由副县长主持，水务、环保、农业农村等部门的负责同志参加。",
    ),
    Form.FIGURES: (
        "2023年3月22日是世界水日，第三次全国河长会议也在那一年召开。",
        "要落实好八项规定，认真学习党的二十大精神，做好“十四五”的收官工作。",
        "第一，思想要重视；第二，措施要有力；第三，责任要到人。",
    ),
    Form.QUESTION: (
        "要抓住重点，突破难点，把各项任务落到实处。",
        "这样的河，我们对得起子孙吗？",
        "有的镇连河长是谁都说不清，这像话吗？这样下去行吗？",
    ),
    Form.MAXIM: (
        "各镇要在六月底前完成排查，逐项整改，及时上报水务局备案。",
        "去年全县治理河道XX公里，拆除违建XX处，受益群众XX万人。",
        "会议由副县长主持，水务、环保、农业农村等部门的负责同志参加。",
    ),
}
TOLD = tuple(form for form in FORMS if form not in (Form.METAPHOR, Form.MAXIM))


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    """The shipped one."""
    return Labeller.load()


def context(form: Form, text: str) -> Context:
    """A paragraph in the middle of a speech; for leads with siblings that are made alike."""
    siblings = {"（二）": ("（一）把源头堵住。", "（三）把水质测准。"), "二是巡": ("一是认识要清。", "三是整改要快。")}
    return Context(text=text, paragraph=5, paragraphs=10, siblings=siblings.get(text[:3], ()))


@pytest.mark.parametrize("form", TOLD)
def test_texts_that_have_the_form(labeller: Labeller, form: Form) -> None:
    """All three are told to have it."""
    told = labeller.roles([context(form, text) for text in WITH[form]])
    assert [text for text, roles in zip(WITH[form], told, strict=True) if form not in roles.forms] == []


@pytest.mark.parametrize("form", FORMS)
def test_texts_that_only_look_like_it(labeller: Labeller, form: Form) -> None:
    """None of the three is told to have it."""
    told = labeller.roles([context(form, text) for text in WITHOUT[form]])
    assert [text for text, roles in zip(WITHOUT[form], told, strict=True) if form in roles.forms] == []


@pytest.mark.parametrize("form", FORMS)
def test_every_text_with_the_form_is_likelier_than_any_without(labeller: Labeller, form: Form) -> None:
    """Also where the threshold is too high to tell many of them (比喻、金句)."""
    at = FORMS.index(form)
    having, lacking = (
        labeller.probabilities([context(form, text) for text in texts[form]])[1][:, at] for texts in (WITH, WITHOUT)
    )
    assert having.min() > lacking.max()


@pytest.mark.parametrize(
    ("words", "classical"),
    [
        ("山高不碍行人路,水远常开渡客船", True),
        ("竹外三更雨,灯前一卷书", True),
        ("事之难易,不在大小,而在知之与不知也", True),
        ("山高不碍行人路", False),
        ("发展是第一要务,人才是第一资源", False),
        ("放得开,管得住", False),
        ("你们先走,我来断后", False),
        ("一网通办", False),
    ],
)
def test_old_words_are_known_without_a_name(words: str, classical: bool) -> None:
    """Even lines of five or seven characters, or old particles; never a slogan of today, never plain talk."""
    assert is_classical(words) is classical
