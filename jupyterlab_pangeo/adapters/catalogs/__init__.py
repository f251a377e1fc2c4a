"""Catalog workers and the index they write."""
