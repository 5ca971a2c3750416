"""What Separatrix knows: flows, instruments, models. Nothing here sees a screen."""
