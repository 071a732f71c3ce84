"""The demonstration: made-up progress, labelled as such on every line that people read."""
