"""Draws cells of a terminal as a small SVG: one frame, or several that follow one another by CSS alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME

from moie_tui.values import dataclass

WIDE, HIGH = 10, 20
"""A cell; whole numbers keep the file small."""
LEFT, TOP = 10, 36
GROUND = ColorTriplet(0x15, 0x18, 0x1F)
BLOCKS = {char: (0, (8 - n) * HIGH / 8, WIDE, n * HIGH / 8) for n, char in enumerate("▁▂▃▄▅▆▇█", 1)} | {
    char: (0, 0, WIDE * n / 8, HIGH) for n, char in zip(range(7, 0, -1), "▉▊▋▌▍▎▏", strict=True)
}
"""Where in its cell each of these lies: drawn as areas they meet, whatever the font."""
ARMS = {
    **dict(zip("─│┌┐└┘", ("lr", "ud", "rd", "ld", "ru", "lu"), strict=True)),
    **dict(zip("├┤┬┴┼╭╮╰╯", ("rud", "lud", "lrd", "lru", "lrud", "rd", "ld", "ru", "lu"), strict=True)),
}
"""Which of left, right, up and down a line goes from the middle of its cell."""
STROKES = {"l": "h-5", "r": "h5", "u": "v-10", "d": "v10"}
WORDS = re.compile(r"[!-~·…]+(?: [!-~·…]+)*|\S")
STYLE = """.r{font:16.6px ui-monospace,'Fira Code',Menlo,Consolas,'DejaVu Sans Mono',monospace}
.b{font-weight:bold}.i{font-style:italic}.u{text-decoration:underline}
.t{font:15px ui-sans-serif,Helvetica,Arial,sans-serif;text-anchor:middle;fill:#9aa3b2}"""


@dataclass(frozen=True)
class Frame:
    """What a screen showed, row by row, what the title says of it, and for how many seconds it stays."""

    rows: list[list[Segment]]
    title: str = "moie"
    seconds: float = 3.0


@dataclass(frozen=True)
class Look:
    """The colours of some cells, and a class for each way their text differs from plain."""

    ink: str
    ground: str
    kinds: str


def drawn(frames: Sequence[Frame]) -> str:
    """The picture; where CSS does not move it, or the reader wants no motion, it shows the first frame."""
    width = LEFT * 2 + WIDE * max(sum(cell_len(one.text) for one in row) for row in frames[0].rows)
    height = TOP + HIGH * len(frames[0].rows) + LEFT
    shown = "\n".join(
        f'<g class="f{at}">{_title(frame, width)}\n{_body(frame)}</g>' for at, frame in enumerate(frames)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">\n'
        f"<style>{STYLE}\n{_motion(frames)}</style>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#{_hex(GROUND)}"/>'
        f'<path d="M0 30V8a8 8 0 0 1 8-8H{width - 8}a8 8 0 0 1 8 8V30z" fill="#20242d"/>'
        '<g fill="#4a5160"><circle cx="18" cy="15" r="5"/><circle cx="36" cy="15" r="5"/>'
        f'<circle cx="54" cy="15" r="5"/></g>\n<g class="r">\n{shown}\n</g></svg>\n'
    )


def _title(frame: Frame, width: int) -> str:
    return f'<text class="t" x="{width // 2}" y="21">{escape(frame.title)}</text>'


def _motion(frames: Sequence[Frame]) -> str:
    """One stepped animation for each frame, all of the same length."""
    if len(frames) == 1:
        return ""
    whole, begun, rules = sum(one.seconds for one in frames), 0.0, []
    for at, frame in enumerate(frames):
        start, end = (f"{100 * one / whole:.2f}%" for one in (begun, begun + frame.seconds))
        hidden = "" if at == 0 else "0%{opacity:0}"
        after = "" if at == len(frames) - 1 else f"{end}{{opacity:0}}"
        rules.append(f"@keyframes k{at}{{{hidden}{start}{{opacity:1}}{after}}}")
        rules.append(f".f{at}{{opacity:{int(at == 0)};animation:k{at} {whole:g}s step-end infinite}}")
        begun += frame.seconds
    still = "".join(f".f{at}{{animation:none}}" for at in range(len(frames)))
    return "\n".join([*rules, f"@media (prefers-reduced-motion:reduce){{{still}}}"])


def _body(frame: Frame) -> str:
    """Grounds, then areas and lines, then words, each gathered by their colour."""
    grounds: dict[str, list[str]] = defaultdict(list)
    areas: dict[str, list[str]] = defaultdict(list)
    lines: dict[str, list[str]] = defaultdict(list)
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, segments in enumerate(frame.rows):
        y = TOP + row * HIGH
        for column, text, look in _runs(segments):
            x = LEFT + column * WIDE
            if look.ground != _hex(GROUND):
                grounds[look.ground].append(_area(x, y, WIDE * cell_len(text), HIGH))
            for at, part in _parts(text):
                left = x + at * WIDE
                if part in BLOCKS:
                    dx, dy, wide, high = BLOCKS[part]
                    areas[look.ink].append(_area(left + dx, y + dy, wide, high))
                elif part in ARMS:
                    middle = f"M{left + WIDE // 2} {y + HIGH // 2}"
                    lines[look.ink].extend(middle + STROKES[arm] for arm in ARMS[part])
                else:
                    words[look.ink, look.kinds].append(_words(left, y, part))
    return "\n".join(
        [
            *(f'<path fill="#{ink}" d="{"".join(paths)}"/>' for ink, paths in grounds.items()),
            *(f'<path fill="#{ink}" d="{"".join(paths)}"/>' for ink, paths in areas.items()),
            *(f'<path stroke="#{ink}" d="{"".join(paths)}"/>' for ink, paths in lines.items()),
            *(
                f'<g fill="#{ink}"{f" class={chr(34)}{kinds}{chr(34)}" if kinds else ""}>{"".join(texts)}</g>'
                for (ink, kinds), texts in words.items()
            ),
        ]
    )


def _runs(segments: list[Segment]) -> Iterator[tuple[int, str, Look]]:
    """Stretches of one look, each with its first column."""
    column, begun, text, look = 0, 0, "", None
    for segment in segments:
        own = _look(segment.style or Style.null())
        if own != look:
            if look is not None:
                yield begun, text, look
            begun, text, look = column, "", own
        text += segment.text
        column += cell_len(segment.text)
    if look is not None:
        yield begun, text, look


def _look(style: Style) -> Look:
    ink = style.color.get_truecolor(SVG_EXPORT_THEME) if style.color else ColorTriplet(0xCE, 0xD3, 0xDC)
    ground = GROUND
    if style.bgcolor and not style.bgcolor.is_default:
        ground = style.bgcolor.get_truecolor(SVG_EXPORT_THEME, foreground=False)
    if style.reverse:
        ink, ground = ground, ink
    if style.dim:
        ink = blend_rgb(ink, ground, 0.4)
    kinds = [("b", style.bold), ("i", style.italic), ("u", style.underline)]
    return Look(_hex(ink), _hex(ground), " ".join(name for name, has in kinds if has))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Words that stay together and signs on their own, since signs come from fonts of other widths."""
    for found in WORDS.finditer(text):
        yield cell_len(text[: found.start()]), found.group()


def _words(x: float, y: float, text: str) -> str:
    width = WIDE * cell_len(text)
    length = f' textLength="{width}"' if len(text) > 1 else ""
    return f'<text x="{x:g}" y="{y + 15:g}"{length}>{escape(text, quote=False)}</text>'


def _area(x: float, y: float, wide: float, high: float) -> str:
    return f"M{x:g} {y:g}h{wide:g}v{high:g}h-{wide:g}z"


def _hex(colour: ColorTriplet) -> str:
    return colour.hex.lstrip("#")
