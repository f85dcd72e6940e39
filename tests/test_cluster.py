"""An atlas on a Dask cluster of real processes on this computer, one killed on the way; outputs on other systems."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import numpy as np
import pyarrow as pa
import pytest
from click.testing import CliRunner
from distributed import Client, KilledWorker
from pyarrow import parquet

import geomap
from geomap.cli import main
from geomap.errors import OutputError
from geomap.loading import version_of
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.atlas.cluster import _Asked, _Batch
from geomap.pipeline.atlas.pages import PageResult, PageTask, pages_of
from geomap.pipeline.cluster import sums
from tests.test_atlas import CONFIG, hashes, write
from tests.waiting import PATIENCE, until

MANY = CONFIG.replace("langs: [en, uk]", "langs: [en, uk]\n  dates: [2021-03-01, 2021-03-02]")


class Cluster:
    """A scheduler and some workers, each a process."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "scheduler.json"
        common = {"cwd": folder, "stdout": subprocess.DEVNULL}
        scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        worker = ("worker", "--host", "127.0.0.1", "--no-nanny", "--no-dashboard", "--nthreads", "1")
        commands = [scheduler, *[worker] * workers]
        self.processes = [
            subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{name}", *options, "--scheduler-file", str(self.file)],
                stderr=subprocess.DEVNULL,
                **common,
            )
            for name, *options in commands
        ]

    @property
    def address(self) -> str:
        """Where the scheduler is, once it is there."""
        until(lambda: self.file.is_file() and self.file.read_text("utf-8"), "no scheduler")
        return self.file.read_text("utf-8").split('"address": "')[1].split('"')[0]

    def kill_a_worker(self) -> None:
        self.processes[1].kill()
        self.processes[1].wait(PATIENCE)

    def kill_the_scheduler(self) -> None:
        self.processes[0].kill()
        self.processes[0].wait(PATIENCE)

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("cluster"), workers=2)
    with Client(started.address, timeout=PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
    yield started
    started.stop()


def test_a_cluster_makes_the_same_bytes_though_a_worker_is_lost(cluster: Cluster, tmp_path: Path) -> None:
    config = write(tmp_path, MANY)
    here = build_atlas(config, out=tmp_path / "here")
    done = []

    def lose_one(page: object, total: int) -> None:
        done.append(total)
        if len(done) == 1:
            cluster.kill_a_worker()

    there = build_atlas(config, out=tmp_path / "there", scheduler=cluster.address, done=lose_one)
    assert len(there.pages) == len(done) == 8
    assert not there.failed
    assert [(page.id, page.files) for page in there.pages] == [(page.id, page.files) for page in here.pages]
    assert hashes(tmp_path / "there") == hashes(tmp_path / "here")


def test_what_is_up_to_date_is_not_sent_and_outputs_go_to_any_file_system(cluster: Cluster, tmp_path: Path) -> None:
    config = str(write(tmp_path))
    options = ["--scheduler", cluster.address, "--out", "memory://maps/mali"]
    lines = CliRunner().invoke(main, ["build", config, *options]).stdout.splitlines()
    assert lines[0] == "south-en: 2 of 2 files built"
    assert lines[-1] == "4 pages in memory://maps/mali"
    again = CliRunner().invoke(main, ["build", config, *options]).stdout.splitlines()
    assert again[-1] == "4 pages in memory://maps/mali, 4 of them up to date"
    only = ["--only", "svg", "--force"]
    assert CliRunner().invoke(main, ["build", config, *options, *only]).exit_code == 0
    build_atlas(config)  # where a format is named, the others stay as they are, on a cluster as here
    build_atlas(config, only=["svg"], force=True)
    memory = fsspec.filesystem("memory")
    names = hashes(tmp_path / "output")
    assert {name: memory.cat(f"/maps/mali/{name}") for name in names} == {
        name: (tmp_path / "output" / name).read_bytes() for name in names
    }


def test_a_table_is_summed_up_on_a_cluster_to_the_same_bytes(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.tables.aggregation.table._BATCH", 7)  # so that few rows are many batches
    chance = np.random.default_rng(1)
    places = {"lat": chance.uniform(15, 19, 200), "lon": chance.uniform(-3, 3, 200)}
    parquet.write_table(pa.table({**places, "troops": chance.integers(1, 90, 200)}), tmp_path / "rows.parquet")
    config = tmp_path / "config.yaml"
    config.write_text(
        "view: {bounds: [-3, 15, 3, 19]}\naggregate: {file: rows.parquet, by: hex, cell: 1}\n"
        "artboards: [{id: wide, width: 335}]\noutputs: [svg, csv]\n",
        "utf-8",
    )
    geomap.build(config, out=tmp_path / "here")
    there = ["--scheduler", cluster.address, "--out", str(tmp_path / "there")]
    done = CliRunner().invoke(main, ["build", str(config), *there])
    assert done.exit_code == 0, done.stderr
    assert hashes(tmp_path / "there") == hashes(tmp_path / "here")
    with Client(cluster.address, timeout=PATIENCE, set_as_default=False) as client:
        assert any(client.run(lambda: "geomap.tables.aggregation" in sys.modules).values())


def test_a_lost_scheduler_is_told_in_a_line_and_what_is_done_is_kept(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    lost = Cluster(tmp_path_factory.mktemp("lost"), workers=1)
    config, done = write(tmp_path, MANY), []

    def lose_all(page: PageResult, total: int) -> None:
        done.append(page.id)
        if len(done) == 1:
            lost.kill_the_scheduler()

    try:
        with pytest.raises(OutputError) as caught:
            build_atlas(config, out=tmp_path / "there", scheduler=lost.address, done=lose_all)
    finally:
        lost.stop()
    text = f"--scheduler: the Dask scheduler at {lost.address} was lost"
    assert str(caught.value) == f"{text}; start it again and build again; what is done is kept"
    assert 0 < len(done) < 8
    assert {path.parent.name for path in (tmp_path / "there").rglob("manifest.json")} == {*done}


def test_pages_whose_workers_were_lost_time_and_again_are_told_of_and_the_others_made(tmp_path: Path) -> None:
    class Lost:
        def result(self) -> object:
            raise KilledWorker("draw", None, 3)

    config = write(tmp_path)
    task = PageTask(str(config), False, "1", str(tmp_path / "out"), 0, "south-en", None, False)
    (page, *_) = pages_of(str(config), task.version, allow_outside=False)
    (failed,) = _Batch([_Asked(task, page, task, None)], Lost()).results()
    assert [str(problem) for problem in failed.problems] == [
        "was given up: 4 workers were lost while they did it; see the logs of the workers; do they have enough memory?"
    ]


def test_sums_of_a_worker_with_another_version_are_refused() -> None:
    with pytest.raises(OutputError) as caught:
        sums._checked({"geomap": geomap.__version__, "numpy": "1.0"}, None)
    here = version_of("numpy")
    assert str(caught.value) == (
        f"summed up by a worker with numpy 1.0, here it is {here}; have the same versions and fonts on all computers"
    )


def test_a_map_goes_to_any_file_system(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [-3, 15, 3, 19]}\nunits:\n  - {id: gao, at: {lat: 16.27, lon: -0.04}, troops: 900}\n"
        "artboards: [{id: wide, width: 335}]\noutputs: [svg, csv]\n",
        "utf-8",
    )
    config = str(tmp_path / "config.yaml")
    out = (tmp_path / "elsewhere").as_uri()
    assert CliRunner().invoke(main, ["build", config, "--out", out]).stdout.splitlines()[-1] == f"2 files in {out}"
    assert CliRunner().invoke(main, ["build", config, "--out", out]).stdout.endswith("all up to date\n")
    assert CliRunner().invoke(main, ["check", config, "--out", out]).exit_code == 0
    CliRunner().invoke(main, ["build", config])
    assert hashes(tmp_path / "elsewhere") == hashes(tmp_path / "output")


def test_a_place_that_cannot_be_reached_says_why(tmp_path: Path) -> None:
    config = write(tmp_path)
    with pytest.raises(OutputError, match=r"cannot be written: .*pip install 'geomap-yaml\[cluster\]'"):
        build_atlas(config, out="nowhere://maps")
    done = CliRunner().invoke(main, ["build", str(config), "--scheduler", "127.0.0.1"])
    assert (done.exit_code, done.stderr) == (
        1,
        "--scheduler: 127.0.0.1 is no address, expected as tcp://HOST:8786\n",
    )
