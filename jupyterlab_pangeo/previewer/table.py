"""The head of a table, as text."""

import functools
import importlib
from typing import Any

from .text import short

ROWS = 20
COLUMNS = 100
# Rows that are read of a text file, of which the head is shown.
READ = 1000


def read_heads() -> None:
    """Have pandas read the beginning of text files alone: of a large one nothing more is shown.

    Does nothing where pandas is not installed; what imports it then fails by itself.
    """
    try:
        pd: Any = importlib.import_module("pandas")
    except ImportError:
        return

    def head_of(read: Any) -> Any:
        @functools.wraps(read)
        def begin(*arguments: Any, **options: Any) -> Any:
            if options.get("chunksize") is None and not options.get("iterator") and not options.get("skipfooter"):
                options["nrows"] = min(options.get("nrows") or READ, READ)
            return read(*arguments, **options)

        return begin

    pd.read_csv, pd.read_table = head_of(pd.read_csv), head_of(pd.read_table)


def describe(made: Any) -> dict[str, Any]:
    """Columns with their types, and the first rows."""
    if not hasattr(made, "columns"):
        made = made.to_frame()
    dtypes = [str(dtype) for dtype in made.dtypes]
    is_lazy = hasattr(made, "dask")
    total = None if is_lazy else len(made)
    head = made.head(ROWS)
    columns = [
        {"name": short(name), "dtype": dtype} for name, dtype in list(zip(head.columns, dtypes, strict=True))[:COLUMNS]
    ]
    rows = [[short(cell) for cell in row] for row in head.iloc[:, :COLUMNS].itertuples(index=False, name=None)]
    return {
        "table": {
            "columns": columns,
            "rows": rows,
            "index": [short(label) for label in head.index],
            "columnCount": len(dtypes),
            # What was read may be a beginning, and then nobody knows how many there are.
            "rowCount": total if total is None or total < READ else None,
        }
    }
