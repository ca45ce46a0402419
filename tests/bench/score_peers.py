"""The same scores of a part of the nation by DuckDB and by a pandas merge, over rows of marks.

DuckDB does all that ours does of the same cohorts but for the exact limits of a funnel, which SQL
has no words for: sessions of every window by one join, who is asked and counts once, what each
answered, sums by setting, Wilson's limits. The merge counts the sessions, pupils 1,000 at a time,
and goes on as ours does. Neither is charged for the loading of its rows; ours reads its file.
"""

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from movements import marks
from reports.sums import KEY
from tests.bench import nation

_AT_ONCE = 1_000
_EDGES = {
    "since": f"begins - {nation.BEFORE}",
    "half": f"begins - {nation.BEFORE // 2}",
    "begins": "begins",
    "ends": "ends",
    "term": f"ends + {nation.TERM}",
    "terms": f"ends + {2 * nation.TERM}",
}
_COUNTED = ", ".join(
    f"count(*) FILTER ({what} AND m.at >= {_EDGES[first]} AND m.at < {_EDGES[end]}) "
    f"AS {what}_{when}"
    for when, (first, end) in nation.WINDOWS.items()
    for what in ("possible", "attended")
)
_SCORES = f"""
WITH counted AS (
    SELECT p.n, {_COUNTED}
    FROM placements p JOIN marks m ON m.pupil = p.pupil
        AND m.at >= {_EDGES["since"]} AND m.at < {_EDGES["terms"]}
    GROUP BY p.n
), rows_of AS (
    SELECT p.*, c.* EXCLUDE (n), (p.ends - p.begins) // 2 * 2 AS sessions_there,
        possible_early >= 40 AND possible_before - possible_early >= 40
            AND 100 * (attended_early * (possible_before - possible_early)
                - (attended_before - attended_early) * possible_early)
            >= 10 * possible_early * (possible_before - possible_early) AS fell
    FROM placements p JOIN counted c USING (n)
), changes AS (
    SELECT *, possible_before < 40 OR sessions_there < 40 AS out_of_both,
        possible_before - attended_before < 0.5 * possible_before AS missed_less,
        CASE WHEN fell THEN 100.0 * attended_early / possible_early
            WHEN possible_before > 0 THEN 100.0 * attended_before / possible_before END AS share,
        CASE WHEN possible_during >= 40 THEN 100.0 * attended_during / possible_during END AS later,
        CASE WHEN possible_during >= 40
            THEN possible_during - attended_during < 0.5 * possible_during END AS misses_less
    FROM rows_of
), asked AS (
    SELECT 'ATT-1' AS measure, n, setting, pupil, later > share AS answer, later - share AS change
    FROM changes WHERE NOT out_of_both
    UNION ALL SELECT 'ATT-2', n, setting, pupil, misses_less, 0 * misses_less::INT
    FROM changes WHERE NOT out_of_both AND NOT missed_less
    UNION ALL SELECT 'REI-2', n, setting, pupil,
        NOT (possible_first >= 40 AND attended_first < 0.5 * possible_first)
            AND NOT (possible_second >= 40 AND attended_second < 0.5 * possible_second), 0
    FROM changes WHERE health = 0
), once AS (
    SELECT * FROM asked
    QUALIFY row_number() OVER (PARTITION BY measure, setting, pupil ORDER BY n) = 1
), sums AS (
    SELECT measure, setting, count(*) AS asked, count(*) FILTER (answer IS NULL) AS unknown,
        count(answer) AS "of", count(*) FILTER (answer) AS yes, avg(change) AS mean_change,
        stddev_samp(change) / sqrt(count(change)) AS change_se
    FROM once GROUP BY ALL
)
SELECT *, yes / "of" AS share,
    (yes + 1.9207294103 - 1.9599639845 * sqrt(yes * ("of" - yes) / "of" + 0.9603647051))
        / ("of" + 3.8414588207) AS low,
    (yes + 1.9207294103 + 1.9599639845 * sqrt(yes * ("of" - yes) / "of" + 0.9603647051))
        / ("of" + 3.8414588207) AS high
FROM sums ORDER BY measure, setting
"""


class Rows:
    """A part's marks as rows, in memory, and its placements, for both."""

    def __init__(self, path: Path) -> None:
        self.part = nation.read(path)
        held = self.part.marks
        at = np.indices(held.shape, dtype=np.int32).reshape(2, -1)
        self.marks = pd.DataFrame(
            {
                "pupil": at[0],
                "at": at[1].astype(np.int16),
                "possible": marks.possible(held).ravel(),
                "attended": marks.attended(held).ravel(),
            }
        )
        self.placements = pd.DataFrame(dict(zip(nation.COLUMNS, self.part.placed, strict=True)))
        self.base = duckdb.connect()
        for name, rows in (
            ("marks", self.marks),
            ("placements", self.placements.rename_axis("n").reset_index()),
        ):
            self.base.register("given", rows)
            self.base.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            self.base.unregister("given")

    def by_duckdb(self) -> pd.DataFrame:
        """The scores by DuckDB."""
        return self.base.execute(_SCORES).df().set_index(KEY)

    def by_merge(self) -> dict[str, Any]:
        """The sessions of every window by a merge, some pupils at a time."""
        pupil = self.marks["pupil"].to_numpy()
        found = []
        for first in range(0, int(pupil[-1]) + 1, _AT_ONCE):
            rows = slice(*np.searchsorted(pupil, [first, first + _AT_ONCE]))
            placed = self.placements.query("@first <= pupil < @first + @_AT_ONCE")
            found.append(self._merged(placed, self.marks.iloc[rows]))
        counted = pd.concat(found).sort_index()
        return {name: counted[name].to_numpy() for name in counted}

    def _merged(self, placed: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
        asked = placed.rename_axis("n").reset_index()[["n", "pupil"]]
        both = asked.merge(rows, on="pupil")
        at, n = both["at"].to_numpy(), both["n"].to_numpy()
        counted = {}
        edges = self.part.edges()
        for when, (first, end) in nation.WINDOWS.items():
            within = both[(at >= edges[first][n]) & (at < edges[end][n])]
            sums = within.groupby("n")[["possible", "attended"]].sum()
            counted |= {f"{what}_{when}": sums[what] for what in sums}
        return pd.DataFrame(counted, index=placed.index).fillna(0).astype("int64")
