"""Frames: 以X为Y (中心, 主体, 核心 …), alone or with the name it qualifies, and 党对X的领导."""

import re
from collections.abc import Iterator

from pipeline.grammar.heads import head_label
from pipeline.grammar.spans import STOPS, Span

_ROLE = (
    r"(?:中心|核心|主体|基础|导向|主|首|特征|载体|重要载体|引领|枢纽|总书记|重点|基本形式|主要代表|本|纲|主题|主线|"
    r"统领|目标|支撑)"
)
_FRAME = re.compile(
    rf"以[^{STOPS}以为]{{1,14}}(?:、[^{STOPS}以为]{{1,6}}){{0,4}}为{_ROLE}(?:[、，][^{STOPS}的]{{4,16}}|"
    rf"[、，]以[^{STOPS}以为]{{1,10}}为{_ROLE}){{0,2}}的"
)
_BARE = re.compile(rf"以(?:人民|人|[^{STOPS}以为的]{{1,8}}(?:建设|斗争|发展|健康))为(?:中心|本|纲)(?!的)")
_LED = re.compile(
    rf"(?:中国共产党|党中央|党)(?:的|对[^{STOPS}对党]{{2,14}}的)?(?:全面|绝对|坚强)?(?:集中统一)?领导(?![人干下小核班集机权力体制])"
)
_TAIL = re.compile(rf"[^{STOPS}]{{2,20}}")
_CENTRE = re.compile(r"党中央|中共中央|党的第[一二三]代中央领导集体|中央领导集体")
_END = re.compile(r"和(?!平|谐)|与|等|是|在|下|周围|对|为|坚强|坚定|把|将|，|的")


def find(text: str) -> Iterator[Span]:
    """Yield 以X为Y frames with the name they qualify."""
    for frame in _FRAME.finditer(text):
        centre = _CENTRE.match(text, frame.end())
        if centre:
            yield Span(
                frame.start(), centre.end(), "ORG" if centre.group().endswith("中央") else "GROUP", "frame_centre"
            )
            continue
        tail = _TAIL.match(text, frame.end())
        if not tail:
            continue
        stop = _END.search(text, tail.start() + 2, tail.end())
        end = stop.start() if stop else tail.end()
        label = head_label(text, tail.start(), end)
        if label:
            yield Span(frame.start(), end, label, "frame")
    for led in _LED.finditer(text):
        yield Span(led.start(), led.end(), "POLICY", "frame_led")
    for bare in _BARE.finditer(text):
        yield Span(bare.start(), bare.end(), "DOCTRINE", "frame_bare")
