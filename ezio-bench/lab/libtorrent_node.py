#!/usr/bin/env python3
"""One machine of a measured deployment with libtorrent.

    libtorrent_node.py torrent FILE CONTENT piece_kib=N tracker=URL   makes a v1 torrent, prints its info-hash
    libtorrent_node.py seed TORRENT FOLDER [KEY=VALUE...]             serves at once
    libtorrent_node.py restore TORRENT FOLDER [KEY=VALUE...]          waits for go=FIFO first
    libtorrent_node.py idle TORRENT FOLDER [KEY=VALUE...]             connects, keeps the connection, asks for nothing

It says "ready" when it is up, "COMPLETE EPOCH" when every piece has its hash, and ends with SIGTERM. Keys: port, listen,
go, peers (HOST:PORT,...); any other key is one of libtorrent's settings.
"""
import hashlib
import os
import sys
import time

import libtorrent as lt

# Peers of one LAN, which trust each other: plaintext over TCP only, nobody is choked, and enough requests and bytes on
# the way for a fast link. The last two are libtorrent's own preset for fast seeds.
LAN = {
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_incoming_utp": False, "enable_outgoing_utp": False,
    "in_enc_policy": int(lt.enc_policy.pe_disabled), "out_enc_policy": int(lt.enc_policy.pe_disabled),
    "allow_multiple_connections_per_ip": True, "connections_limit": 1000, "unchoke_slots_limit": -1,
    "connection_speed": 500, "max_out_request_queue": 1500, "max_allowed_in_request_queue": 4000,
    "hashing_threads": os.cpu_count(), "min_reconnect_time": 1,
    "send_buffer_watermark": 3 << 20, "send_buffer_low_watermark": 1 << 20, "send_buffer_watermark_factor": 150,
    "max_queued_disk_bytes": 7 << 20,
}


def make_torrent(out, content, piece_kib, tracker):
    piece = int(piece_kib) << 10
    files = lt.file_storage()
    files.add_file(os.path.basename(content), os.path.getsize(content))
    torrent = lt.create_torrent(files, piece, flags=lt.create_torrent.v1_only)
    if tracker:
        torrent.add_tracker(tracker)
    with open(content, "rb") as f:
        for i in range(torrent.num_pieces()):
            torrent.set_hash(i, hashlib.sha1(f.read(piece)).digest())
    with open(out, "wb") as f:
        f.write(lt.bencode(torrent.generate()))
    print(lt.torrent_info(out).info_hash())


def run(mode, torrent, folder, options):
    go = options.pop("go", None)
    peers = [p.rsplit(":", 1) for p in options.pop("peers", "").split(",") if p]
    listen = "%s:%s" % (options.pop("listen", "0.0.0.0"), options.pop("port", "6891"))
    settings = dict(LAN, listen_interfaces=listen, alert_mask=lt.alert.category_t.status_notification | lt.alert.category_t.error_notification)
    if mode == "idle":
        # Otherwise it leaves whom it wants nothing from.
        settings["close_redundant_connections"] = False
    for key, value in options.items():
        settings[key] = int(value)
    session = lt.session(settings)
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(torrent)
    params.save_path = folder
    params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    if mode == "seed":
        params.flags |= lt.torrent_flags.seed_mode
    elif mode == "idle":
        params.flags |= lt.torrent_flags.upload_mode
        print("ready", flush=True)
    else:
        # What is in the folder already is to be overwritten, not to be hashed.
        params.flags |= lt.torrent_flags.no_verify_files
        params.have_pieces = [False] * params.ti.num_pieces()
        print("ready", flush=True)
        if go:
            with open(go) as f:
                f.readline()
    handle = session.add_torrent(params)
    for host, port in peers:
        handle.connect_peer((host, int(port)))
    if mode == "seed":
        print("ready", flush=True)
    while True:
        session.wait_for_alert(1000)
        for alert in session.pop_alerts():
            if isinstance(alert, lt.torrent_finished_alert) and mode == "restore":
                print("COMPLETE %.3f" % time.time(), flush=True)
            elif isinstance(alert, (lt.torrent_error_alert, lt.file_error_alert)):
                print("ERROR %s" % alert.message(), flush=True)


def main():
    words = [a for a in sys.argv[1:] if "=" not in a]
    options = dict(a.split("=", 1) for a in sys.argv[1:] if "=" in a)
    if len(words) != 3 or words[0] not in ("torrent", "seed", "restore", "idle"):
        sys.exit(__doc__)
    if words[0] == "torrent":
        make_torrent(words[1], words[2], options["piece_kib"], options.get("tracker"))
    else:
        run(*words, options)


main()
