"""drill's commands: load, call, render. No SQL, no torch, no process handling."""
