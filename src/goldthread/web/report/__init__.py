"""The diagnostic report, in the browser and as a PDF."""
