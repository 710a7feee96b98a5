#!/bin/sh
# Measures the daemon: its start, what a thousand status calls a second cost a transfer, a large torrent, many torrents.
#
#   daemon_bench.sh [RUNS] [MIB]     by default 3 runs of each, and an image of 512 MiB for the transfers
#
# Takes python3-grpcio, python3-grpc-tools, and twice the image in /dev/shm; two minutes. The transfer runs at 100 MiB/s on
# loopback, as over a gigabit network: without a limit the calls, and the program that makes them, would take the two
# cores that both nodes and the disk are on. EZIO_BUILD=never runs what is built. Prints a table; ends with 1 where a figure is
# not what is wanted.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
case ${1:-} in
  -h | --help)
    sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"
    exit 0
    ;;
esac
work=$(mktemp -d /dev/shm/ezio-daemon-bench-XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export HOME="$work" LC_ALL=C.UTF-8 PYTHONPATH="$work"
unset XDG_CACHE_HOME XDG_STATE_HOME
"$root/bin/ezio" --version >/dev/null || exit 1
export EZIO_BUILD=never
/usr/bin/python3 -m grpc_tools.protoc -I"$root/ezio-protocol/src/main/proto" --python_out="$work" \
  --grpc_python_out="$work" ezio.proto || exit 1
cat >"$work/bench.py" <<'PYTHON'
import hashlib
import os
import socket
import statistics
import subprocess
import sys
import threading
import time

import grpc

import ezio_pb2
import ezio_pb2_grpc

root, work, runs, mib = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
MIB = 1 << 20
PIECE = MIB
wrong = []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    """A daemon that accepts calls; seconds is what that took."""

    def __init__(self, *options):
        self.port = free_port()
        self.peers = free_port()
        command = [root + "/bin/ezio-daemon", "-l", "127.0.0.1:%d" % self.port, "-p", str(self.peers)]
        began = time.monotonic()
        self.process = subprocess.Popen(
            command + ["--peer-listen", "127.0.0.1", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("error: the daemon ended with %d" % self.process.returncode)
                time.sleep(0.005)
        self.seconds = time.monotonic() - began
        unlimited = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
        self.channel = grpc.insecure_channel("127.0.0.1:%d" % self.port, options=unlimited)
        self.calls = ezio_pb2_grpc.EZIOStub(self.channel)

    def add(self, torrent, path, seed=False):
        self.calls.AddTorrent(ezio_pb2.AddRequest(torrent=torrent, save_path=path, seeding_mode=seed))

    def torrents(self):
        return self.calls.GetTorrentStatus(ezio_pb2.UpdateRequest()).torrents.values()

    def await_finished(self, count):
        while True:
            found = self.torrents()
            if len(found) == count and all(torrent.is_finished for torrent in found):
                return
            if any(torrent.is_paused for torrent in found):
                sys.exit("error: a torrent failed")
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()
        self.process.terminate()
        self.process.wait()


class Tracker:
    """ezio's own: it takes any torrent."""

    def __init__(self):
        self.port = free_port()
        self.url = "http://127.0.0.1:%d/announce" % self.port
        command = [root + "/bin/ezio", "tracker", "--port", str(self.port), "--listen", "127.0.0.1"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("error: the tracker ended with %d" % self.process.returncode)
                time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def text(value):
    value = value.encode() if isinstance(value, str) else value
    return b"%d:%s" % (len(value), value)


def torrent(name, url, extents, piece_bytes, pieces):
    files = b"".join(
        b"d" + text("length") + b"i%de" % length + text("path") + b"l" + text("%032x" % offset) + b"ee"
        for offset, length in extents
    )
    info = b"d" + text("files") + b"l" + files + b"e" + text("name") + text(name)
    info += text("piece length") + b"i%de" % piece_bytes + text("pieces") + text(pieces) + b"e"
    return b"d" + text("announce") + text(url) + text("info") + info + b"e"


def write_image(path, size_bytes):
    """Random bytes, and the torrent's hashes of them."""
    pieces = []
    with open(path, "wb") as image:
        for _ in range(0, size_bytes, PIECE):
            piece = os.urandom(min(PIECE, size_bytes))
            pieces.append(hashlib.sha1(piece).digest())
            image.write(piece)
    return b"".join(pieces)


def make_empty(path, size_bytes):
    with open(path, "wb") as file:
        file.truncate(size_bytes)


def show(what, figure, wanted, is_right):
    print("%-46s%18s   %-16s%s" % (what, figure, wanted, "yes" if is_right else "NO"), flush=True)
    if not is_right:
        wrong.append(what)


def start():
    times = []
    for _ in range(max(3, runs)):
        with Daemon() as daemon:
            times.append(daemon.seconds)
    middle = statistics.median(times)
    show("start to listening, median", "%.2f s" % middle, "2.0 s at most", middle <= 2.0)
    show("start to listening, longest", "%.2f s" % max(times), "2.0 s at most", max(times) <= 2.0)


class StatusCalls:
    """A thousand calls a second of four clients, as far as the daemon lets them."""

    CLIENTS = 4

    def __init__(self, daemon):
        self.daemon = daemon
        self.counts = [0] * self.CLIENTS
        self.is_over = False
        self.threads = [threading.Thread(target=self.run, args=(i,)) for i in range(self.CLIENTS)]

    def run(self, client):
        request = ezio_pb2.UpdateRequest()
        due = time.monotonic()
        while not self.is_over:
            self.daemon.calls.GetTorrentStatus(request)
            self.counts[client] += 1
            due += 0.001 * self.CLIENTS
            time.sleep(max(0, due - time.monotonic()))

    def __enter__(self):
        self.began = time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        for thread in self.threads:
            thread.join()
        self.per_second = sum(self.counts) / (time.monotonic() - self.began)


def transfer(url, pieces, with_calls):
    """Returns seconds and calls a second."""
    made = torrent("image", url, [(0, mib * MIB)], PIECE, pieces)
    make_empty(work + "/target", mib * MIB)
    with Daemon("--upload-limit", "100MiB/s") as seeder, Daemon() as target:
        seeder.add(made, work + "/image", seed=True)
        began = time.monotonic()
        target.add(made, work + "/target")
        if with_calls:
            with StatusCalls(target) as calls:
                target.await_finished(1)
                seconds = time.monotonic() - began
            per_second = calls.per_second
        else:
            target.await_finished(1)
            seconds = time.monotonic() - began
            per_second = 0
    with open(work + "/image", "rb") as one, open(work + "/target", "rb") as other:
        while True:
            block = one.read(MIB)
            if block != other.read(MIB):
                sys.exit("error: the copy differs")
            if not block:
                break
    os.remove(work + "/target")
    return seconds, per_second


def status_calls():
    pieces = write_image(work + "/image", mib * MIB)
    quiet, asked, rates = [], [], []
    with Tracker() as tracker:
        for _ in range(runs):
            quiet.append(transfer(tracker.url, pieces, False)[0])
            seconds, per_second = transfer(tracker.url, pieces, True)
            asked.append(seconds)
            rates.append(per_second)
    os.remove(work + "/image")
    before, after = statistics.median(quiet), statistics.median(asked)
    show("status calls beside a transfer", "%.0f a second" % min(rates), "1,000 a second", min(rates) >= 950)
    show(
        "%d MiB: alone, and with the calls" % mib, "%.2f s, %.2f s" % (before, after), "3 % longer",
        after <= before * 1.03,
    )


def large_torrent():
    # An extent takes 59 bytes of a torrent.
    count = 64 * MIB // 59
    total = count * 4096
    piece_bytes = 16 * MIB
    pieces = os.urandom(20 * -(-total // piece_bytes))
    made = torrent("large", "http://127.0.0.1:9/announce", ((i * 8192, 4096) for i in range(count)), piece_bytes, pieces)
    make_empty(work + "/large", count * 8192)
    with Daemon() as daemon:
        began = time.monotonic()
        try:
            daemon.add(made, work + "/large", seed=True)
            took = "%.2f s" % (time.monotonic() - began)
        except grpc.RpcError as e:
            took = e.code().name
        is_right = len(daemon.torrents()) == 1
    os.remove(work + "/large")
    show("torrent of %.1f MiB, %d extents" % (len(made) / MIB, count), took, "accepted", is_right)


def many_torrents(count=200):
    with Tracker() as tracker, Daemon() as seeder, Daemon() as target:
        made = []
        for i in range(count):
            pieces = write_image(work + "/image%d" % i, 256 << 10)
            made.append(torrent("image%d" % i, tracker.url, [(0, 256 << 10)], PIECE, pieces))
            make_empty(work + "/target%d" % i, 256 << 10)
        began = time.monotonic()
        for i in range(count):
            seeder.add(made[i], work + "/image%d" % i, seed=True)
            target.add(made[i], work + "/target%d" % i)
        added = time.monotonic() - began
        target.await_finished(count)
        took = time.monotonic() - began
        is_right = True
        for i in range(count):
            with open(work + "/image%d" % i, "rb") as one, open(work + "/target%d" % i, "rb") as other:
                is_right &= one.read() == other.read()
    show("%d torrents: added, and complete" % count, "%.1f s, %.1f s" % (added, took), "complete", is_right)


print("%-46s%18s   %-16s%s" % ("", "found", "wanted", "is so"))
start()
large_torrent()
many_torrents()
status_calls()
sys.exit(1 if wrong else 0)
PYTHON
/usr/bin/python3 "$work/bench.py" "$root" "$work" "${1:-3}" "${2:-512}"
