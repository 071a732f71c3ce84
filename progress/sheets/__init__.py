"""Filing by workbook: a template goes out, is filled in anywhere, and comes back as drafts."""
