"""What is drawn on a pad and sent as text."""

import base64
import io
import struct

from PIL import Image

BYTES = 512 * 1024
# of a pad on a large screen; a small file can name a picture that fills the memory
PIXELS = 4_000_000
BROKEN = (OSError, EOFError, SyntaxError, ValueError, struct.error)


def drawn(text):
    """The picture as base64; None if the text is none, or the picture is broken, no PNG
    or too large."""
    try:
        content = base64.b64decode(text, validate=True)
        if len(content) > BYTES:
            return None
        picture = _opened(content)
        if picture.width * picture.height > PIXELS:
            return None
        # the checksums of all parts, then the points; either alone lets some pass
        picture.verify()
        _opened(content).load()
    except (*BROKEN, Image.DecompressionBombError):
        return None
    return base64.b64encode(content)


def _opened(content):
    return Image.open(io.BytesIO(content), formats=["PNG"])
