"""Frames -> MP4 or WebM, by the ffmpeg that imageio-ffmpeg brings. Needs the extra `animate`.

One thread, and no times or versions in the file: the same encoder makes the same bytes of the same frames.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

_RATE = 10  # pictures a second; players do not like fewer
_CODECS = {
    "mp4": ("libx264", ["-preset", "medium", "-crf", "18", "-movflags", "+faststart"]),
    "webm": ("libvpx-vp9", ["-crf", "24", "-b:v", "0", "-row-mt", "0", "-deadline", "good", "-cpu-used", "2"]),
}
_EXACT = ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"]


def encode_mp4(frames: Sequence[Image.Image], seconds: Sequence[float]) -> bytes:
    """H.264, which every browser and editor plays."""
    return _encoded("mp4", frames, seconds)


def encode_webm(frames: Sequence[Image.Image], seconds: Sequence[float]) -> bytes:
    """VP9."""
    return _encoded("webm", frames, seconds)


def _encoded(format: str, frames: Sequence[Image.Image], seconds: Sequence[float]) -> bytes:
    codec, own = _CODECS[format]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"map.{format}"
        writer = imageio_ffmpeg.write_frames(
            str(path), _even(frames[0]).size, fps=_RATE, codec=codec, pix_fmt_out="yuv420p", macro_block_size=2,
            output_params=[*own, *_EXACT], ffmpeg_log_level="error", ffmpeg_timeout=600,
        )  # fmt: skip
        writer.send(None)
        for frame, time in zip(frames, seconds, strict=True):
            data = _even(frame).tobytes()
            for _ in range(max(round(time * _RATE), 1)):
                writer.send(data)
        writer.close()
        return path.read_bytes()


def _even(frame: Image.Image) -> Image.Image:
    """The frame with a row or a column of its corner's colour where it has an odd number of them."""
    width, height = (side + side % 2 for side in frame.size)
    if frame.size == (width, height):
        return frame
    larger = Image.new("RGB", (width, height), frame.getpixel((0, 0)))
    larger.paste(frame, (0, 0))
    return larger
