"""Tests of the operations, on real roots."""
