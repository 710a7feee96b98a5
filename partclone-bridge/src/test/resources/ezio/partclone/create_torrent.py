"""Prints the info-hash that libtorrent gives the torrent of a torrent.info, made as EZIO's tool makes it.

    create_torrent.py NAME TORRENT_INFO
"""

import re
import sys

import libtorrent as lt

name, path = sys.argv[1:]
with open(path) as file:
    text = file.read()
files = lt.file_storage()
offsets = re.findall(r"^offset: (.*)$", text, re.M)
lengths = re.findall(r"^length: (.*)$", text, re.M)
for offset, length in zip(offsets, lengths):
    files.add_file("%s/%s" % (name, offset), int(length, 16))
torrent = lt.create_torrent(files, 16 << 20, lt.create_torrent.v1_only)
for index, sha1 in enumerate(re.findall(r"^sha1: (.*)$", text, re.M)):
    torrent.set_hash(index, bytes.fromhex(sha1))
print(lt.torrent_info(lt.bdecode(lt.bencode(torrent.generate()))).info_hash())
