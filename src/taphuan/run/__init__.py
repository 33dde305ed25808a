"""Running notebooks, in warm kernels: IPython kernels forked from a process that has done its imports.

`execute` runs a notebook. `warm_provisioner` is the kernel provisioner for Jupyter, `warm_client` starts the master process
and requests kernels from it, `warm_master` is that process, `warm_child` turns a fork into a kernel, `warm_wire` is their
protocol. A master serves one process, holds no data, runs no code of a notebook, and ends with the process that it serves.
Linux only; elsewhere kernels are started without a fork.
"""
