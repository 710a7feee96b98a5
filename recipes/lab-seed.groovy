#!/usr/bin/env -S ezio run
// Seeds the two partitions of a golden disk to a room; stops when every machine holds a full copy.
//
//   ezio plan recipes/lab-seed.groovy --machines 24      prints the steps, touches nothing
//   ezio run  recipes/lab-seed.groovy --machines 24
//
// The tracker runs beside the recipe. It hands out the torrents at http://HOST:6969/torrents/efi.torrent and
// …/root.torrent, which is where lab-restore.groovy gets them.

def golden = device('disk', 'disk to copy from', preset: '/dev/sda')
def machines = integer('machines', 'machines to wait for', min: 1)
def patience = duration('patience', 'longest wait for the last copy', preset: 2.hours)
def torrents = file('torrents', 'directory for the torrents', preset: '.')
def port = integer('announce-port', 'port of the tracker, 0 for any', preset: 6969, min: 0, max: 65535)
def afterwards = duration('after-failure', 'how long to serve those that are late', preset: 15.minutes)
def gather = duration('gather', 'how long to wait for all machines to connect', preset: 10.minutes)

deploy('lab-seed') {
    tracker port: port

    disk(golden) {
        partition 1, image: 'efi', torrent: "$torrents/efi.torrent"
        partition 2, image: 'root', torrent: "$torrents/root.torrent"
    }

    steps {
        capture 'efi'
        capture 'root'

        seed 'efi'
        seed 'root'

        // Who comes later is served all the same; to have most of them at the beginning is faster.
        waitForPeers machines, timeout: gather, onTimeout: carryOn
        waitForCopies machines, timeout: patience
        stopSeeding()
    }

    onFailure {
        keepSeeding atMost: afterwards, idle: 1.minutes
        message 'some machines may hold a partial copy; run the recipe again to finish them'
    }
}
