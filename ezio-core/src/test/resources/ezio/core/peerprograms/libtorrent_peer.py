"""A libtorrent session for one torrent, driven by its arguments and its standard input.

    create DIRECTORY OUT PIECE_BYTES [TRACKER]      writes a .torrent of the files below DIRECTORY
    seed   TORRENT SAVE_PATH ADDRESS [SETTINGS]     serves what is in SAVE_PATH/NAME
    fetch  TORRENT SAVE_PATH ADDRESS [SETTINGS]     fetches into SAVE_PATH/NAME, then serves it

ADDRESS is what to listen on, with a port; with port 0 and all interfaces, each gets a port of its own.
SETTINGS are libtorrent's own, as JSON. Prints one fact a line: "info-hash HEX",
"listening PORT", "state NAME PERCENT", "complete", "alert TEXT". Takes "connect HOST PORT",
"announce", "peers" on standard input, and ends when that does.
"""

import json
import os
import sys
import threading

import libtorrent as lt


def say(*words):
    print(*words, flush=True)


def create(directory, out, piece_bytes, tracker=None):
    files = lt.file_storage()
    parent, name = os.path.split(os.path.abspath(directory))
    for each in sorted(os.listdir(directory)):
        files.add_file(os.path.join(name, each), os.path.getsize(os.path.join(directory, each)))
    torrent = lt.create_torrent(files, int(piece_bytes), lt.create_torrent.v1_only)
    if tracker:
        torrent.add_tracker(tracker)
    torrent.set_creator("libtorrent")
    lt.set_piece_hashes(torrent, parent)
    data = lt.bencode(torrent.generate())
    with open(out, "wb") as file:
        file.write(data)
    say("info-hash", lt.torrent_info(lt.bdecode(data)).info_hash())


def session(address, settings):
    return lt.session({
        "listen_interfaces": address,
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        # Several peers of one machine, and no uTP, which EZIO does not speak either.
        "allow_multiple_connections_per_ip": True,
        "enable_incoming_utp": False,
        "enable_outgoing_utp": False,
        # libtorrent would wait 5 minutes, whatever the tracker says.
        "min_announce_interval": 1,
        "min_reconnect_time": 1,
        "alert_mask": lt.alert.category_t.error_notification | lt.alert.category_t.tracker_notification
        | lt.alert.category_t.status_notification,
        **json.loads(settings),
    })


def obey(handle, done):
    for line in sys.stdin:
        words = line.split()
        if words[:1] == ["connect"]:
            handle.connect_peer((words[1], int(words[2])))
        elif words == ["announce"]:
            handle.force_reannounce()
        elif words == ["peers"]:
            say("peers", *sorted("%s:%d" % peer.ip for peer in handle.get_peer_info()))
    done.set()


def run(torrent, save_path, address, settings="{}", *, is_seed):
    ses = session(address, settings)
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(torrent, {"max_buffer_size": 1 << 30, "max_decode_tokens": 10_000_000})
    params.save_path = save_path
    params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    if is_seed:
        params.flags |= lt.torrent_flags.seed_mode
    handle = ses.add_torrent(params)
    say("info-hash", handle.info_hash())
    say("listening", ses.listen_port())
    done = threading.Event()
    threading.Thread(target=obey, args=(handle, done), daemon=True).start()
    last = None
    is_complete = False
    while not done.wait(0.1):
        for alert in ses.pop_alerts():
            say("alert", type(alert).__name__, alert.message())
        status = handle.status()
        now = (str(status.state), int(status.progress * 100))
        if now != last:
            say("state", *now)
            last = now
        if status.is_seeding and not is_complete:
            is_complete = True
            say("complete")
    # Lets the tracker know, as every client does that is not killed.
    handle.pause()
    ses.pause()
    del ses


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "create":
        create(*arguments)
    else:
        run(*arguments, is_seed=command == "seed")
