"""Which of GDAL's drivers may open a file: those that read it alone, and nothing that it names.

Others follow a file to other files and servers, or run what it says (GDALG writes files), and they know their files by
what stands in them, under any name. GDAL leaves out those that OGR_SKIP names before it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geomap.files.apart.told import ToldError

READ = frozenset(
    {
        *("CSV", "DXF", "ESRI Shapefile", "FlatGeobuf", "GML", "GPKG", "GPX", "GeoJSON", "GeoJSONSeq", "KML", "LIBKML"),
        *("MapInfo File", "ODS", "OpenFileGDB", "SQLite", "TopoJSON", "XLSX"),
        *("MBTiles", "MVT", "PMTiles"),  # of the ground: `elsewhere.require_no_tiles` keeps them from layers
    }
)
_LEFT_OUT = (  # that GDAL 3.6 to 3.12 may be built with
    *("ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "Arrow", "CAD", "CSW", "Carto", "Cloudant", "CouchDB"),
    *("DAAS", "DB2ODBC", "DGN", "DGNv8", "DODS", "DWG", "EDIGEO", "EEDA", "EEDAI", "ESRIJSON", "Elasticsearch", "FITS"),
    *("FMEObjects Gateway", "FileGDB", "GDALG", "GMLAS", "GNMDatabase", "GNMFile", "GPSBabel", "GPSTrackMaker", "GTFS"),
    *("GeoRSS", "Geoconcept", "Geomedia", "HANA", "HDF5", "HTTP", "IDB", "INGRES", "Idrisi", "Interlis 1"),
    *("Interlis 2", "JML", "JP2ECW", "JP2KAK", "JP2MrSID", "JP2OpenJPEG", "JPIPKAK", "JSONFG", "LVBAG"),
    *("MEM", "MSSQLSpatial", "MapML", "Memory", "MiraMonVector", "MongoDBv3", "MySQL", "NAS", "NGW", "OAPIF"),
    *("OCI", "ODBC", "OGCAPI", "OGR_GMT", "OGR_OGDI", "OGR_PDS", "OGR_SDE", "OGR_VRT", "OSM", "PCIDSK", "PDF", "PDS4"),
    *("PGDUMP", "PGeo", "PLSCENES", "Parquet", "PostgreSQL", "REC", "S57", "SEGUKOOA", "SEGY", "SOSI"),
    *("SUA", "SVG", "SXF", "Selafin", "TIGER", "UK .NTF", "VDV", "VFK", "VICAR", "WAsP", "WFS", "WFS3", "Walk", "XLS"),
    *("XODR", "XPlane", "ZTR", "netCDF"),
)


_NOWHERE = "http://127.0.0.1:0"  # a proxy where nobody can ever listen, so that each request fails at once
_NOT_GIVEN = ("NO_PROXY", "OGR_SQLITE_LOAD_EXTENSIONS")  # what would undo what is set here


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """For the process that GDAL is loaded in: no driver but those of READ, no plugin, no request, and of a file's
    neighbours none but those that its driver asks for by their names. What a view of a database computes is computed
    of that database alone.
    """
    return {
        **{name: value for name, value in given.items() if name.upper() not in _NOT_GIVEN},
        "OGR_SKIP": ",".join(filter(None, (*_LEFT_OUT, given.get("OGR_SKIP", "")))),
        "GDAL_DRIVER_PATH": "disable",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".geomap-asks-no-server",
        "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
        "GDAL_HTTP_PROXY": _NOWHERE,
        "GDAL_HTTPS_PROXY": _NOWHERE,
        "GML_DOWNLOAD_SCHEMA": "NO",
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "PROJ_NETWORK": "OFF",
        "OGR_SQLITE_PRAGMA": "trusted_schema=0",
        "SPATIALITE_SECURITY": "strict",
    }


def require_known(there: Iterable[str]) -> None:
    """Raises ToldError where GDAL has a driver that this module does not know."""
    if others := sorted(set(there) - READ):
        raise ToldError(
            f"is not read, since GDAL here has drivers that geomap does not know: {', '.join(others)}",
            f"set OGR_SKIP={','.join(others)}, or install the locked versions",
        )
