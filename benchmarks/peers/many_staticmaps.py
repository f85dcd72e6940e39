"""Many circles with py-staticmaps on pillow. It draws tiles of a server or nothing below them: here nothing."""

from __future__ import annotations

import crowd
import s2sphere
import staticmaps
from staticmaps.pillow_renderer import PillowRenderer


class Disc(staticmaps.Object):
    """A circle of a size in px, which py-staticmaps has none of."""

    def __init__(self, lat: float, lon: float, diameter: float) -> None:
        super().__init__()
        self._at = staticmaps.create_latlng(lat, lon)
        self._radius = diameter / 2 * crowd.SCALE

    def bounds(self) -> s2sphere.LatLngRect:
        return s2sphere.LatLngRect.from_point(self._at)

    def extra_pixel_bounds(self) -> tuple[int, int, int, int]:
        return (round(self._radius),) * 4

    def render_pillow(self, renderer: PillowRenderer) -> None:
        x, y = renderer.transformer().ll2pixel(self._at)
        x += renderer.offset_x()
        box = (x - self._radius, y - self._radius, x + self._radius, y + self._radius)
        renderer.draw().ellipse(box, fill=(200, 98, 45, 199), outline=(255, 255, 255, 255), width=crowd.SCALE)


def main() -> None:
    options = crowd.options(__doc__)
    units = crowd.read_units(options.units)
    context = staticmaps.Context()
    context.set_tile_provider(staticmaps.tile_provider_None)
    context.set_background_color(staticmaps.parse_color(crowd.SEA))
    west, south, east, north = crowd.VIEW
    context.set_center(staticmaps.create_latlng((south + north) / 2, (west + east) / 2))
    context.set_zoom(8)
    for unit in units.itertuples():
        context.add_object(Disc(unit.lat, unit.lon, unit.diameter))
    context.render_pillow(crowd.WIDTH * crowd.SCALE, crowd.HEIGHT * crowd.SCALE).save(options.out)


if __name__ == "__main__":
    main()
