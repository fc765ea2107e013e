"""Qt: showing and asking, nothing else."""
