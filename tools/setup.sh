#!/bin/sh
# Creates the environment of this checkout: setup.sh FOLDER VENV. `make` calls it when the lock or the project file changed.
#
# VENV/.installed a copy of the installed lock; written after the installation, so that an incomplete one is repeated
# VENV/.place     the folder for which the environment was created
# VENV/.ready     the time stamp for make; written last
set -eu

folder=$1
venv=$2

# Prints "yes" in a Python that can create an environment; some systems have `ensurepip` in a package of its own.
probe='import sys, ensurepip, venv; print("yes" if (3, 11) <= sys.version_info < (3, 14) else "no")'

find_python() {
    # quoted, because the path may contain a space
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3.13 python3.12 python3.11 python3 python; fi
    for name in "$@"; do
        if [ "$("$name" -c "$probe" 2>/dev/null)" = yes ]; then
            echo "$name"
            return
        fi
    done
    {
        echo "error: no Python 3.11, 3.12 or 3.13 with venv and ensurepip among: $*"
        echo "install one (Debian, Ubuntu: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.13"
    } >&2
    return 1
}

# An environment that stands is changed, a new one is made.
if [ -d "$venv" ]; then written=$venv; else written=.; fi
if [ ! -w "$written" ]; then
    echo "error: $folder has to be set up, and $written may not be written by $(id -un); run make there as its owner, or in a copy" >&2
    exit 3
fi
rm -f "$venv/.ready"
if ! cmp -s requirements.lock "$venv/.installed" || [ "$(cat "$venv/.place" 2>/dev/null)" != "$folder" ]; then
    python=$(find_python) || exit 3
    echo "setting up $venv with $("$python" --version); this takes a minute or two"
    # Removed first, because packages that are no longer in the lock and remains of an interrupted set-up must not stay.
    rm -rf "$venv"
    "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps --no-compile -r requirements.lock || {
        echo "error: the packages of requirements.lock could not be installed; see above, then run make again" >&2
        exit 3
    }
    # Without bytecode the start of a kernel takes twice as long. compileall uses all cores, pip only one.
    # Errors are ignored, because some packages contain files for other versions of Python.
    "$venv/bin/python" -W ignore -m compileall -qq -j 0 "$venv/lib" || true
    cp requirements.lock "$venv/.installed"
fi
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
# The line that leads Python to src, relative: it is read in the letters of the locale, and under LC_ALL=C a path with Vietnamese ones
# would stop every command.
for line in "$venv"/lib/python3.*/site-packages/_editable_impl_taphuan.pth; do
    if [ -f "$line" ]; then printf '%s\n' ../../../../src > "$line"; fi
done
printf '%s\n' "$folder" > "$venv/.place"
touch "$venv/.ready"
