"""Tests of routes ask a server with the extension."""

import pytest


@pytest.fixture
def jp_server_config(pangeo_config):
    return pangeo_config
