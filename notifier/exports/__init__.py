"""Everything of somebody's, as a ZIP in their chat: `rows` tells who waits, `sending` sends."""
