"""Measurements, printed as ratios: machines differ, and one machine differs from hour to hour."""
