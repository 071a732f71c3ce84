"""What inspectors take away: gathered once as plain data, written from that data alone."""
