"""The child that makes a preview, run by path by a kernelspec's Python: standard library alone until the load code."""
