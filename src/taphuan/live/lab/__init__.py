"""JupyterLab on a copy of a composed notebook."""
