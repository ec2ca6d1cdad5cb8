"""QR codes as vector drawings, for cards and posters."""

import segno


def qr_code(address: str) -> str:
    """An SVG of the QR code of an address: black on white, with its quiet zone, no fixed size.

    Error correction M: a card that was folded can still be read.
    """
    code = segno.make(address, error="m", micro=False)
    svg: str = code.svg_inline(border=4, light="white", omitsize=True)
    return svg
