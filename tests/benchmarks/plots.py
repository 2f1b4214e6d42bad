"""Plain SVG: each row as a strip of its pairs on the way to its target, each curve of growth on log axes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WIDTH, LEFT, RIGHT = 900, 400, 80
STRIP = 22
_LOW, _HIGH = 0.05, 8.0
_GOOD, _BAD, _GREY = "#2e7d32", "#c62828", "#757575"
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" font-family="sans-serif" font-size="12">'
    '<rect width="{w}" height="{h}" fill="#ffffff"/>'
)


def strips(rows: Sequence[Mapping[str, Any]]) -> str:
    """All rows below each other; a dot is a pair, the bar what counts, left of the line is within target."""
    height = STRIP * (len(rows) + 2)
    parts = [_HEAD.format(w=WIDTH, h=height)]
    for share in (0.1, 0.25, 0.5, 1, 2, 4):
        x = _across(share)
        parts.append(_line(x, STRIP, x, height - STRIP, "#000000" if share == 1 else "#e0e0e0"))
        parts.append(_text(x, height - 6, f"{share:g}×", "middle", _GREY))
    parts.append(_text(_across(1), 14, "target", "middle", "#000000"))
    for at, row in enumerate(rows):
        parts += _strip(row, STRIP * (at + 1) + STRIP / 2)
    return "".join([*parts, "</svg>\n"])


def _strip(row: Mapping[str, Any], y: float) -> list[str]:
    target, colour = row["target"], _GOOD if row["met"] else _BAD
    figures = row["ours"]
    if row["theirs"] and len(row["theirs"]) == len(figures):
        figures = [one / other for one, other in zip(figures, row["theirs"], strict=True)]
    shares = [figure / target for figure in figures][:200]
    counted = (row["figure"] if row["ratio"] is None else row["ratio"]) / target
    dots = [f'<circle cx="{_across(share):.0f}" cy="{y:g}" r="2"/>' for share in shares]
    return [
        _text(LEFT - 12, y + 4, row["name"].replace("`", ""), "end", "#000000"),
        f'<g fill="{colour}" fill-opacity="0.35">{"".join(dots)}</g>',
        f'<rect x="{_across(counted) - 2:.0f}" y="{y - 8:g}" width="4" height="16" fill="{colour}"/>',
        _text(WIDTH - 8, y + 4, f"{counted:.2f} of it", "end", colour),
    ]


def curves(found: Sequence[Mapping[str, Any]]) -> str:
    """Small log-log pictures, three in a row: what is asked of how many, in ms."""
    side, gap, wide = 260, 40, 3
    rows = math.ceil(len(found) / wide)
    parts = [_HEAD.format(w=wide * (side + gap), h=rows * (side + gap))]
    for at, curve in enumerate(found):
        x, y = (at % wide) * (side + gap) + 30, at // wide * (side + gap) + 24
        parts += _curve(curve, x, y, side - 30)
    return "".join([*parts, "</svg>\n"])


def _curve(curve: Mapping[str, Any], x: float, y: float, side: float) -> list[str]:
    sizes, spans = curve["sizes"], curve["spans"]
    low, high = min(spans) / 2, max(max(spans) * 2, min(spans) * 20)

    def place(size: float, span: float) -> tuple[float, float]:
        across = math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])
        return x + across * side, y + side - math.log(span / low) / math.log(high / low) * side

    points = [place(size, span) for size, span in zip(sizes, spans, strict=True)]
    path = " ".join(f"{px:.0f},{py:.0f}" for px, py in points)
    parts = [
        _text(x, y - 8, f"{curve['name'].replace('`', '')} (ms)", "start", "#000000"),
        f'<rect x="{x}" y="{y}" width="{side}" height="{side}" fill="none" stroke="#bdbdbd"/>',
        f'<polyline points="{path}" fill="none" stroke="{_GOOD}" stroke-width="2"/>',
    ]
    for (px, py), size, span in zip(points, sizes, spans, strict=True):
        parts.append(f'<circle cx="{px:.0f}" cy="{py:.0f}" r="3" fill="{_GOOD}"/>')
        parts.append(_text(px, py - 8, f"{span:.3g}", "middle", _GREY))
        parts.append(_text(px, y + side + 14, f"{size:,}", "middle", _GREY))
    return parts


def _across(share: float) -> float:
    """Where a share of the target lies, on a log scale from a twentieth to eight times."""
    share = min(max(share, _LOW), _HIGH)
    return LEFT + math.log(share / _LOW) / math.log(_HIGH / _LOW) * (WIDTH - LEFT - RIGHT)


def _line(x: float, top: float, to: float, bottom: float, colour: str) -> str:
    return f'<line x1="{x:.0f}" y1="{top:g}" x2="{to:.0f}" y2="{bottom:g}" stroke="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
