"""Our own output. A report is a typed value first, and is rendered from it; rendering works nothing out."""
