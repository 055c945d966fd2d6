"""Spark, for what one machine cannot hold: the session that is configured, or one on this machine."""

import os
import sys
from pathlib import Path

import pyarrow as pa
import sqlglot
from pyspark.errors import PySparkRuntimeError
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from splink import SparkAPI

from curabib.diagnostics import CurabibError
from curabib.sync.scaled.blocks import Part
from curabib.sync.scaled.engine import Batches, OfBatches, OfPart


class Spark:
    """A Spark session; tables are Parquet files in a folder that all of its workers reach."""

    def __init__(self, folder: Path) -> None:
        """Work in a folder. Workers run the Python that runs this, unless `PYSPARK_PYTHON` names another."""
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        self._folder = folder
        running = SparkSession.getActiveSession()
        self._own = running is None
        self._session = running or _session()
        self._session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        self.api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=self._session, break_lineage_method="parquet", register_udfs_automatically=False
        )

    def rows(self, place: Path) -> None:
        """Take the Parquet files in a folder as the table `rows`."""
        self._session.read.parquet(str(place)).createOrReplaceTempView("rows")

    def make(self, part: Part) -> None:
        """Call the answer of a query by its name."""
        found = self._session.sql(sqlglot.transpile(part.query, read="duckdb", write="spark")[0])
        if part.kept:
            self._keep(part.name, found)
        else:
            found.createOrReplaceTempView(part.name)

    def mapped(self, name: str, asked: str, act: OfBatches, form: pa.Schema) -> None:
        """Make a table of what `act` makes of the batches of another, on the workers."""
        self._keep(name, self._session.table(asked).mapInArrow(act, from_arrow_schema(form)))

    def parted(self, name: str, asked: str, by: str, act: OfPart, form: pa.Schema) -> None:
        """Make a table of what `act` makes of each part of another that has one value of the column `by`."""
        self._keep(name, self._session.table(asked).groupBy(by).applyInArrow(act, from_arrow_schema(form)))

    def answer(self, name: str) -> Batches:
        """Yield a table, which is first brought together in memory."""
        yield from self._session.table(name).toArrow().to_batches()

    def close(self) -> None:
        """End the session, if it was begun here."""
        if self._own:
            self._session.stop()

    def _keep(self, name: str, found: DataFrame) -> None:
        place = str(self._folder / "tables" / name)
        found.write.parquet(place)
        self._session.read.parquet(place).createOrReplaceTempView(name)


def _session() -> SparkSession:
    """Return a session as spark-submit, `spark-defaults.conf` or `PYSPARK_SUBMIT_ARGS` describe it."""
    builder = SparkSession.builder.appName("curabib").config("spark.ui.showConsoleProgress", "false")
    try:
        session = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise CurabibError(
            f"Spark does not start: {error.getMessage()}", hint="it needs Java 17 or newer (JAVA_HOME)"
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    if session.sparkContext.master.startswith("local") and not os.environ.get("SPARK_CONF_DIR"):
        session.conf.set("spark.sql.shuffle.partitions", str(2 * session.sparkContext.defaultParallelism))
    return session
