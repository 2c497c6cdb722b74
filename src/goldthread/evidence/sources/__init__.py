"""A published file in, typed payment lines out. What a file may look like is known here and nowhere else."""
