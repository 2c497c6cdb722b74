"""The screens of the pipeline: entries, what contracts propose, the timeline, waves, lead times."""
