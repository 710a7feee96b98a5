#!/bin/sh
# Measures how long ezio takes to start: to the version, and to a prompt on a terminal of its own.
#
#   start_bench.sh [RUNS]     by default 15 of each; the first start, which makes the class-data archive, is not counted
#
# Prints median and best, in milliseconds, beside those of "bash -c true" in the same run.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME="$work" HOME="$work" TERM=xterm-256color LC_ALL=C.UTF-8
unset XDG_CACHE_HOME
"$root/bin/ezio" --version >/dev/null || exit 1
cat >"$work/start.py" <<'PYTHON'
import os, pty, select, signal, statistics, subprocess, sys, time

runs, ezio, work = int(sys.argv[1]), sys.argv[2], sys.argv[3]


def ended(*command):
    began = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def prompt():
    began = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(ezio, [ezio])
    seen = b""
    while b"ezio> " not in seen.replace(b"\x1b[1m", b"").replace(b"\x1b[0m", b"").replace(b"\x1b[22m", b""):
        ready, _, _ = select.select([terminal], [], [], 30)
        if not ready:
            sys.exit("no prompt: " + repr(seen))
        seen += os.read(terminal, 65536)
    took = time.monotonic() - began
    os.write(terminal, b"exit\r")
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass
    os.close(terminal)
    os.waitpid(pid, 0)
    return took


def show(name, measure):
    measure()
    times = sorted(measure() * 1000 for _ in range(runs))
    print(f"{name:<26}{statistics.median(times):>8.0f}{times[0]:>8.0f}")


with open(os.path.join(work, "a.img"), "wb") as image:
    image.write(bytes(1 << 20))
print(f"{'':<26}{'median':>8}{'best':>8}  ms, {runs} runs")
show("bash -c true", lambda: ended("bash", "-c", "true"))
show("ezio --version", lambda: ended(ezio, "--version"))
show("ezio -c settings", lambda: ended(ezio, "-c", "settings"))
show("ezio disks", lambda: ended(ezio, "disks"))
show("ezio capture, 1 MiB file", lambda: ended(ezio, "capture", work + "/a.img", "--whole", "--to", work, "--force"))
show("prompt", prompt)
PYTHON
python3 "$work/start.py" "${1:-15}" "$root/bin/ezio" "$work"
