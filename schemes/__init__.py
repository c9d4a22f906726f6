"""The locality's scheme: who runs it, who takes part, and the numbers it has chosen for itself."""
