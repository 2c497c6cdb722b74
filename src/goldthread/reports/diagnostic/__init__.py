"""The diagnostic report: gather the round, build the report, render it as a PDF or as HTML."""
