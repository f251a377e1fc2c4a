"""The cluster host: a detached process that owns one cluster. Standard library, dask and distributed only."""
