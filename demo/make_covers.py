"""Draws the covers of the demo's shows: `python demo/make_covers.py`. Run by hand, as make_audio.py is."""

from pathlib import Path

from PIL import Image, ImageDraw

_SHOWS = Path(__file__).parent / "shows"
_SIDE = 240
_INK = "#fbfaf6"


def chips(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((70, 70, 170, 170), outline=_INK, width=8)
    for at in range(85, 170, 23):
        for line in ((at, 40, at, 70), (at, 170, at, 200), (40, at, 70, at), (170, at, 200, at)):
            draw.line(line, fill=_INK, width=8)


def copper(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(((135, 30), (75, 130), (115, 130), (100, 210), (165, 100), (122, 100)), fill=_INK)


def desk(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((85, 40, 155, 200), outline=_INK, width=8)
    draw.ellipse((133, 112, 147, 126), fill=_INK)
    draw.line((40, 200, 200, 200), fill=_INK, width=8)


def trial(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(((95, 40), (145, 40), (145, 100), (190, 200), (50, 200), (95, 100)), outline=_INK, width=8)
    draw.line((72, 155, 168, 155), fill=_INK, width=8)


_COVERS = {
    "chips-and-terms": ("#5b4a8a", chips),
    "copper-and-current": ("#b5652b", copper),
    "desk-and-door": ("#1f6f6b", desk),
    "trial-and-footnote": ("#8a3f57", trial),
}

if __name__ == "__main__":
    for slug, (colour, motif) in _COVERS.items():
        cover = Image.new("RGB", (_SIDE, _SIDE), colour)
        motif(ImageDraw.Draw(cover))
        cover.quantize(16).save(_SHOWS / slug / "cover.png", optimize=True)
