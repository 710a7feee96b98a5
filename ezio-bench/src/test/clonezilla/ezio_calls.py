#!/usr/bin/python3
"""Makes the calls that EZIO's clients make, with their arguments; the name it is started by says which client it is.

  ezio_add_torrent.py [-a ADDRESS] [-S] [-s] [-c N] [-u N] TORRENT PATH
  ezio_cli.py [-a ADDRESS] [-w SECONDS]
  ezio_ui.py [-a ADDRESS] [-w SECONDS] [-l SECONDS]
  ezio_pause_torrent.py, ezio_resume_torrent.py [-a ADDRESS] HASH
  ezio_shutdown.py [-a ADDRESS]

ezio_pb2.py and ezio_pb2_grpc.py, made from ezio.proto, are on PYTHONPATH.
"""

import argparse
import os
import sys
import time

import grpc

import ezio_pb2
import ezio_pb2_grpc

LOOK_SECONDS = 0.25
# EZIO's clients: an image is served until three copies of it were sent, ...
RATIO = 3


def add(calls, options):
    with open(options.torrent, "rb") as file:
        torrent = file.read()
    answer = calls.AddTorrent(
        ezio_pb2.AddRequest(
            torrent=torrent,
            save_path=options.path,
            seeding_mode=options.seed,
            max_uploads=options.max_uploads,
            max_connections=options.max_connections,
            sequential_download=options.sequential,
        )
    )
    if not answer.result:
        sys.exit("not added: " + options.torrent)


def is_done(torrent, finished_seconds, upload_seconds):
    """... or until it is finished for a while and nobody has asked for anything for a while."""
    if torrent.total_payload_upload > RATIO * torrent.total_done:
        return True
    is_idle = torrent.last_upload > upload_seconds or torrent.last_upload == -1
    return torrent.finished_time > finished_seconds and is_idle


def print_progress(torrents):
    done = sum(torrent.total_done for torrent in torrents)
    total = sum(torrent.total or torrent.total_done for torrent in torrents)
    left = sum(1 for torrent in torrents if not torrent.is_finished)
    print("[P: %3.0f%%][R: %d]" % (100 * done / max(1, total), left), flush=True)


def watch(calls, options):
    print("ezio " + calls.GetVersion(ezio_pb2.Empty()).version, flush=True)
    while True:
        torrents = calls.GetTorrentStatus(ezio_pb2.UpdateRequest()).torrents
        print_progress(torrents.values())
        for torrent in torrents.values():
            if torrent.is_finished and not torrent.is_paused and is_done(torrent, options.wait, options.last_upload):
                calls.PauseTorrent(ezio_pb2.PauseTorrentRequest(hash=torrent.hash))
        # As they were when they were looked at: what was paused just now is seen to be paused the next time.
        if torrents and all(torrent.is_finished and torrent.is_paused for torrent in torrents.values()):
            calls.Shutdown(ezio_pb2.Empty())
            return
        time.sleep(LOOK_SECONDS)


def main():
    name = os.path.basename(sys.argv[0])
    parser = argparse.ArgumentParser()
    parser.add_argument("-a", "--address", default="localhost:50051")
    if name == "ezio_add_torrent.py":
        parser.add_argument("torrent")
        parser.add_argument("path")
        parser.add_argument("-S", "--seed", action="store_true")
        parser.add_argument("-s", "--sequential", action="store_true")
        parser.add_argument("-c", "--max-connections", type=int, default=3)
        parser.add_argument("-u", "--max-uploads", type=int, default=2)
        call = add
    elif name in ("ezio_cli.py", "ezio_ui.py"):
        parser.add_argument("-w", "--wait", type=int, default=15)
        parser.add_argument("-l", "--last-upload", type=int, default=15)
        call = watch
    elif name in ("ezio_pause_torrent.py", "ezio_resume_torrent.py"):
        parser.add_argument("hash")
        if name == "ezio_pause_torrent.py":
            call = lambda calls, options: calls.PauseTorrent(ezio_pb2.PauseTorrentRequest(hash=options.hash))
        else:
            call = lambda calls, options: calls.ResumeTorrent(ezio_pb2.ResumeTorrentRequest(hash=options.hash))
    elif name == "ezio_shutdown.py":
        call = lambda calls, options: calls.Shutdown(ezio_pb2.Empty())
    else:
        sys.exit("no client of EZIO is called " + name)
    options = parser.parse_args()
    channel = grpc.insecure_channel(options.address, options=[("grpc.max_receive_message_length", -1)])
    call(ezio_pb2_grpc.EZIOStub(channel), options)


if __name__ == "__main__":
    main()
