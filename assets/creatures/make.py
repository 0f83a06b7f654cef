"""Makes the bundled training set of this folder: five WebP atlases, at most 4,000,000 bytes together.

    python make.py CREATURES [SHEET.png]

CREATURES holds {train,val}/{clay,critters,moods,sprouts}/*.png of 128 x 128 pixels. Those pictures are drawn with the
DiceBear styles of the same names, all CC0 1.0; what this script makes of them is CC0 1.0 too. Needs numpy and Pillow
(made with 2.4.6 and 13.0.0). SHEET.png, where given, is a contact sheet of 32 pictures a domain to look at.

Each file is a lossless grid, COLUMNS tiles of 64 x 64 wide, read row by row: first TRAIN training pictures, then VAL
held-out ones; src/data/dataset/bundled.rs has the same three numbers. The pictures are reduced as the official pipeline does it
(Pillow, bilinear, antialiased).

The fifth domain, `night`, is made by a known edit of creatures of all four domains in equal parts. None of its pictures is among
those of the other domains, not even unedited, so it can be held back and learned later. The edit, on the 128 x 128 picture:
the flat ground becomes a dark sky, lighter at the top; lightness is inverted and scaled so that every body is a middle tone; the
hue becomes a moonlit one between teal and violet that follows the body's own hue; dark ink (eyes, mouths) glows like a lamp.
The first six held-out pictures of each domain are the demo's and are not in here.
"""

import colorsys
import pathlib
import sys

import numpy as np
from PIL import Image

SIZE, COLUMNS, TRAIN, VAL = 64, 32, 500, 24
STYLES = ["clay", "critters", "moods", "sprouts"]
DEMO = 6
LIMIT = 4_000_000
SKIES = [(12, 16, 44), (26, 14, 52), (6, 28, 46), (20, 20, 66)]
LAMPS = [(255, 214, 110), (255, 190, 120), (250, 232, 150), (200, 240, 180)]
# Inverted lightness of a middle body; its value and saturation from there.
BODY = 0.28
VALUES = ([0.0, 0.2, 0.5, 1.0], [0.18, 0.56, 0.84, 0.94])
SATURATIONS = ([0.0, 0.25, 0.6, 1.0], [0.72, 0.62, 0.5, 0.4])


def neighbours(values):
    """The nine shifts of an array, edges repeated."""
    pad = [(1, 1), (1, 1)] + [(0, 0)] * (values.ndim - 2)
    wide = np.pad(values, pad, mode="edge")
    height, width = values.shape[:2]
    return [wide[y : y + height, x : x + width] for y in range(3) for x in range(3)]


def spread(colours, known, rounds):
    """Fills unknown pixels from their known neighbours, `rounds` pixels far."""
    colours, known = colours.copy(), known.copy()
    for _ in range(rounds):
        total = np.sum(neighbours(colours * known[..., None]), axis=0)
        count = np.sum(neighbours(known.astype(float)), axis=0)
        new = ~known & (count > 0)
        colours[new] = total[new] / count[new][:, None]
        known |= new
    return colours


def night(picture, index):
    """The known edit; `index` chooses sky and lamp."""
    pixels = np.asarray(picture.convert("RGB")).astype(float)
    ground = pixels[0, 0]
    distance = np.abs(pixels - ground).max(-1)
    inside = ~np.any(neighbours(distance < 10), axis=0)
    # Edge pixels are mixtures: take the colour from inside and the share from the distance to the ground.
    colours = spread(pixels, inside, 3)
    reach = np.maximum(np.abs(colours - ground).max(-1), 20)
    share = np.where(inside, 1.0, np.clip(distance / reach, 0, 1))[..., None]

    light = colours @ [0.299, 0.587, 0.114] / 255
    middle = np.clip(np.median(light[inside]), 0.2, 0.95)
    inverted = np.clip(1 - light ** (np.log(1 - BODY) / np.log(middle)), 0, 1)
    body = np.median(colours[inside], axis=0) / 255
    hue = 0.60 + 0.07 * np.sin(2 * np.pi * colorsys.rgb_to_hsv(*body)[0])
    saturation, value = np.interp(inverted, *SATURATIONS), np.interp(inverted, *VALUES)
    moonlit = 255 * np.stack(np.vectorize(colorsys.hsv_to_rgb)(hue, saturation, value), -1)

    glow = np.clip((0.5 - colours.max(-1) / 255) / 0.15, 0, 1)[..., None]
    figure = moonlit * (1 - glow) + np.array(LAMPS[index // 4 % 4]) * glow
    fall = np.linspace(1.7, 0.7, len(pixels))[:, None, None]
    out = np.array(SKIES[index % 4]) * fall * (1 - share) + figure * share
    return Image.fromarray(np.clip(out + 0.5, 0, 255).astype(np.uint8))


def small(picture):
    return picture.convert("RGB").resize((SIZE, SIZE), Image.BILINEAR)


def files(root, side, style):
    return sorted((root / side / style).glob("*.png"))


def domains(root):
    """Of each domain the pictures of its file, in order."""
    quarter = {"train": TRAIN // 4, "val": VAL // 4}
    for style in STYLES:
        train, val = files(root, "train", style), files(root, "val", style)[DEMO:]
        assert len(train) >= TRAIN + quarter["train"] and len(val) >= VAL + quarter["val"]
        yield style, [small(Image.open(file)) for file in train[:TRAIN] + val[:VAL]]
    chosen = []
    for side, count in quarter.items():
        last = [files(root, side, style)[-count:] for style in STYLES]
        chosen += [file for row in zip(*last) for file in row]
    # The factor keeps sky and lamp from following the style, which also counts by four.
    yield "night", [small(night(Image.open(file), at * 7 // 3)) for at, file in enumerate(chosen)]


def grid(pictures, columns):
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * SIZE, rows * SIZE))
    for at, picture in enumerate(pictures):
        sheet.paste(picture, (at % columns * SIZE, at // columns * SIZE))
    return sheet


def main():
    root, here, shown, total = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent, [], 0
    for name, pictures in domains(root):
        file = here / f"{name}.webp"
        grid(pictures, COLUMNS).save(file, lossless=True, quality=100, method=6)
        total += file.stat().st_size
        shown += pictures[:16] + pictures[-16:]
        print(name, len(pictures), file.stat().st_size)
    print("total", total)
    assert total <= LIMIT
    if len(sys.argv) > 2:
        grid(shown, 16).save(sys.argv[2])


if __name__ == "__main__":
    main()
