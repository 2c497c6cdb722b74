"""The register room: contracts and the records of the work on them. It knows nothing of payments."""
