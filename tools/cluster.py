"""A cluster of two one-threaded workers on this machine alone, to try `taphuan build --scheduler`; Ctrl-C ends it."""

from __future__ import annotations

import logging
import subprocess
import sys

PORT = 8786
_SERVE = "serve"


def main() -> int:
    """Has the cluster in a session of its own, so that Ctrl-C reaches this process alone and no worker in the middle of something.

    It ends when its standard input does: with this process, however that ends.
    """
    command = [sys.executable, __file__, _SERVE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as cluster:
        try:
            return cluster.wait()
        except KeyboardInterrupt:
            assert cluster.stdin
            cluster.stdin.close()
            print("\nended", flush=True)
            return cluster.wait()


def serve() -> int:
    from distributed import LocalCluster

    try:
        cluster = LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            scheduler_port=PORT,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        )
    except (OSError, RuntimeError) as error:
        reason: BaseException = error
        while reason.__cause__:
            reason = reason.__cause__
        print(f"error: no cluster on port {PORT} ({reason}); does one run already?", file=sys.stderr)
        return 3
    with cluster:
        print(f"2 workers at {cluster.scheduler_address}, only for this machine; Ctrl-C ends them")
        print(f'try: make CONFERENCE=bac-giang ARGS="--scheduler {cluster.scheduler_address}"', flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(serve() if sys.argv[1:] == [_SERVE] else main())
