"""Tests of the viewer over real HTTP."""
