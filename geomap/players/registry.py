"""The output formats: which module writes each, loaded only when asked for.

Another distribution adds one as an entry point of the group `geomap.formats`, whose object is a `Format`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from geomap import plugins
from geomap.errors import OutputError, Problem, install, quote
from geomap.loading import load
from geomap.nearest import did_you_mean

if TYPE_CHECKING:
    from geomap.layout.sheet import Settled
    from geomap.scene import Scene


@dataclass(frozen=True, slots=True)
class Format:
    """A writer, as `module:name`, and what it makes a file of: each artboard's page, the scene, or both at once.

    It is called with a `geomap.page.Page`, a `geomap.scene.Scene`, or a scene and the list of its pages, which may be
    empty; one of "boards" with a scene and its artboards as layout has settled them. What it returns, a text or bytes,
    is the file. The format's name is the end of the file's.
    """

    writer: str
    of: Literal["page", "scene", "both", "boards"]
    extra: str = ""  # of the package, which brings the libraries that the writer needs


_OWN = {
    "png": Format("geomap.players.png:render_png", "page"),
    "svg": Format("geomap.players.svg:render_svg", "page"),
    "pdf": Format("geomap.players.pdf:render_pdf", "page"),
    "html": Format("geomap.players.html.document:render", "boards"),
    "geojson": Format("geomap.players.geojson:export", "scene"),
    "gpkg": Format("geomap.players.gpkg:export", "scene"),
    "kml": Format("geomap.players.kml:export", "scene"),
    "kmz": Format("geomap.players.kmz:export", "scene"),
    "csv": Format("geomap.players.csv:export", "scene"),
    "parquet": Format("geomap.players.parquet:export", "scene", extra="parquet"),
}


def formats() -> tuple[str, ...]:
    """The names of all formats: geomap's own, and those that other distributions offer."""
    return (*_OWN, *plugins.offered(plugins.FORMATS))


def is_format(name: str) -> bool:
    """Whether there is a format of this name."""
    return name in _OWN or plugins.plugin(plugins.FORMATS, name) is not None


def format_called(name: str) -> Format:
    """The format of a name that is one of `formats`."""
    found: Format | None = _OWN.get(name) or plugins.plugin(plugins.FORMATS, name)
    if found is None:
        raise KeyError(name)
    return found


def asked_formats(names: str | Iterable[str]) -> tuple[str, ...]:
    """The formats of these names, each once; one may stand alone. Raises OutputError for what is no format."""
    asked = tuple(dict.fromkeys([names] if isinstance(names, str) else names))
    wrong = [str(name) for name in asked if not is_format(str(name))]
    if wrong or not asked:
        there = f"one of {', '.join(formats())}"
        told = [Problem(got=quote(name), expected=there, hint=did_you_mean(name, formats())) for name in wrong]
        raise OutputError(told or Problem(got="no format", expected=there))
    return asked


OF_ALL_DAYS = ("both", "boards")  # the formats of which one file is of all days
MOST_PICTURED = 5_000  # units; a page of more has no picture of them for where no script runs, which would be too large


@dataclass(frozen=True, slots=True)
class Output:
    """A file to be: its format, and the artboard that it is of, if it is of one."""

    file: str
    format: str
    artboards: tuple[str, ...] = ()  # that it is made from, laid out
    day: str = ""  # of a snapshot

    @property
    def artboard(self) -> str:
        """The one that it is a picture of; empty where it is of the whole map."""
        return self.artboards[0] if format_called(self.format).of == "page" else ""


def snapshot_outputs(name: str, day: str, artboards: Sequence[str], formats: Iterable[str]) -> list[Output]:
    """The files of a map on one of several days: pictures and data; a page is of all days."""
    own = [format for format in formats if format_called(format).of not in OF_ALL_DAYS]
    return [replace(output, day=day) for output in outputs_of(f"{name}-{day}", artboards, own)]


def outputs_of(name: str, artboards: Sequence[str], formats: Iterable[str], units: int = 0) -> list[Output]:
    """The files of a map called `name` of so many units, format by format."""
    outputs: list[Output] = []
    pictured = tuple(artboards) if units <= MOST_PICTURED else ()
    for format in dict.fromkeys(formats):
        if format_called(format).of == "page":
            outputs += [Output(f"{name}-{artboard}.{format}", format, (artboard,)) for artboard in artboards]
        else:
            of = {"both": pictured, "boards": tuple(artboards)}.get(format_called(format).of, ())
            outputs.append(Output(f"{name}.{format}", format, of))
    return outputs


def laid_out_for(outputs: Iterable[Output]) -> list[str]:
    """The artboards that the outputs are made from."""
    return list(dict.fromkeys(artboard for output in outputs for artboard in output.artboards))


def write_outputs(
    outputs: Iterable[Output],
    scene: Scene,
    boards: Mapping[str, Settled],
    step: Callable[[], None] = lambda: None,
) -> dict[str, bytes]:
    """The bytes of the files, by name. `boards` are by artboard, and hold what the outputs are made from. `step` is
    called after each.
    """
    files: dict[str, bytes] = {}
    for output in outputs:
        write = _writer(output.format)
        own = [boards[artboard] for artboard in output.artboards]
        of: list[Any] = own if format_called(output.format).of == "boards" else [board.page for board in own]
        content = write(*of) if output.artboard else write(scene, of) if of else write(scene)
        files[output.file] = content.encode("utf-8") if isinstance(content, str) else content
        step()
    return files


def _writer(name: str) -> Any:
    """What writes a format, where the libraries for it are installed."""
    try:
        return load(format_called(name).writer)
    except ModuleNotFoundError as error:
        text = f"{name} needs {error.name}, which is not installed"
        raise OutputError(Problem(text=text, hint=install(format_called(name).extra))) from error
