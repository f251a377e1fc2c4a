"""Cluster hosts: starting them, speaking to them, finding them again. Never imports dask."""
