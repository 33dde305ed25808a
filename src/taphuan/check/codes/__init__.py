"""The register of codes: what each kind of problem is, how it arises and what to do, in English and Vietnamese.

`th1.toml` to `th9.toml` hold it, one file a hundred. A code is never given to another kind of problem, not even when it is used no
more.
"""
