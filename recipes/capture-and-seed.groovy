#!/usr/bin/env -S ezio run
// Captures partitions of a disk (used blocks, torrent, torrent.info) into a directory, and seeds them until somebody
// stops it, or for a time.
//
//   ezio run recipes/capture-and-seed.groovy --disk /dev/sdb --partitions 1,2,5 --to /srv/images/lab --copies 24

def source = device('disk', 'disk to capture')
def wanted = text('partitions', 'numbers of its partitions, with commas', preset: '1,2', matches: /\d+(,\d+)*/)
def to = file('to', 'directory for torrents and torrent.info')
def slices = flag('slices', 'write the slices there, too')
def copies = integer('copies', 'full copies to wait for', preset: 1, min: 1)
def patience = duration('patience', 'longest wait for them', preset: 12.hours)
def port = integer('announce-port', 'port of the tracker, 0 for any', preset: 6969, min: 0, max: 65535)

deploy('capture-and-seed') {
    tracker port: port

    disk(source) {
        for (number in wanted.split(',')) {
            partition number.toInteger(), image: "part$number", torrent: "$to/part${number}.torrent"
        }
    }

    steps {
        for (number in wanted.split(',')) {
            capture "part$number", slices: slices
        }
        for (number in wanted.split(',')) {
            seed "part$number"
        }
        waitForCopies copies, timeout: patience
        stopSeeding()
    }

    onFailure {
        message "the torrents that were made are in $to"
    }
}
