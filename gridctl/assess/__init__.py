"""Indicators, scores and bulletins."""
