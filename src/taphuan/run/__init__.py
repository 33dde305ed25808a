"""Warm kernels: real IPython kernels forked from a process that has done its imports, instead of started from nothing.

`provisioner` is the door for Jupyter, `client` starts the master process and asks it for kernels, `master` is that
process, `child` makes a kernel of a fork, `wire` says how they talk. One master serves one user process: it holds no
data and runs no code of a notebook, and it ends when its user ends. Linux only; elsewhere kernels are started as ever.
"""
