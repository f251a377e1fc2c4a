"""Routes: typed functions, one file a resource."""
