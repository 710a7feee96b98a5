#!/usr/bin/env python3
"""A peer that asks and then never reads: it handshakes with every address, says that it is interested, asks for blocks as
soon as it is served, and from then on leaves what comes in the socket. Ends with SIGTERM.

    deaf_peer.py INFO-HASH PIECES PIECE-BYTES LISTEN-PORT HOST:PORT...
"""
import selectors
import socket
import struct
import sys
import time

BLOCK = 16384
REQUESTS = 400     # more than any client leaves on the way, below the 500 that many accept


class Deaf:
    def __init__(self, sock):
        self.sock = sock
        self.data = b""
        self.has, self.is_served, self.is_greeted, self.is_deaf = set(), False, False, False

    def greet(self):
        self.sock.sendall(b"\x13BitTorrent protocol" + bytes(8) + info_hash + b"-DF0001-" + b"deafpeer0001")
        self.sock.sendall(struct.pack(">IB", 1 + (pieces + 7) // 8, 5) + bytes((pieces + 7) // 8))
        self.sock.sendall(struct.pack(">IB", 1, 2))

    def read(self):
        """Reads what is needed to begin; returns False when the connection is of no more use."""
        self.data += self.sock.recv(4096)
        if not self.is_greeted:
            if len(self.data) < 68:
                return True
            self.data, self.is_greeted = self.data[68:], True
        while len(self.data) >= 4:
            length = struct.unpack(">I", self.data[:4])[0]
            if len(self.data) < 4 + length:
                break
            self.message(self.data[4:4 + length])
            self.data = self.data[4 + length:]
        if self.is_served and self.has:
            self.ask()
        return not self.is_deaf

    def message(self, body):
        if body[:1] == b"\x01":
            self.is_served = True
        elif body[:1] == b"\x04":
            self.has.add(struct.unpack(">I", body[1:5])[0])
        elif body[:1] == b"\x05":
            self.has |= {i for i in range(pieces) if body[1 + i // 8] >> (7 - i % 8) & 1}

    def ask(self):
        blocks = [(p, b) for p in sorted(self.has) for b in range(0, piece_bytes, BLOCK) if p < pieces - 1]
        if not blocks:
            return
        for piece, begin in blocks[:REQUESTS]:
            self.sock.sendall(struct.pack(">IBIII", 13, 6, piece, begin, BLOCK))
        self.is_deaf = True
        print("deaf to %s:%d after %d requests" % (self.sock.getpeername() + (min(REQUESTS, len(blocks)),)), flush=True)


def connect(address):
    host, port = address.rsplit(":", 1)
    while True:
        try:
            sock = socket.create_connection((host, int(port)), 2)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            sock.settimeout(None)
            return sock
        except OSError:
            time.sleep(0.1)


info_hash, pieces, piece_bytes = bytes.fromhex(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
listener = socket.create_server(("0.0.0.0", int(sys.argv[4])))
selector = selectors.DefaultSelector()
selector.register(listener, selectors.EVENT_READ)
kept = []          # deaf connections stay open


def take(sock):
    deaf = Deaf(sock)
    deaf.greet()
    selector.register(sock, selectors.EVENT_READ, deaf)


print("ready", flush=True)
for a in sys.argv[5:]:
    try:
        take(connect(a))
    except OSError as e:
        print("%s: %s" % (a, e), flush=True)
while True:
    for key, _ in selector.select():
        if key.data is None:
            take(listener.accept()[0])
            continue
        try:
            use = key.data.read()
        except OSError as e:
            print("dropped: %s" % e, flush=True)
            use = False
            key.fileobj.close()
        if not use:
            selector.unregister(key.fileobj)
            kept.append(key.fileobj)
