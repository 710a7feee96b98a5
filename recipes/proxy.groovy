#!/usr/bin/env -S ezio run
// Another site, behind a slow line: fetches an image once, keeps it as slices, and seeds it on to the machines of its own
// network, with a tracker of its own.
//
//   ezio run recipes/proxy.groovy --torrent http://10.0.0.1:6969/torrents/root.torrent --to /srv/bt --machines 24
//
// The machines here get the torrent at http://THIS-HOST:6969/torrents/root.torrent.

def torrent = text('torrent', 'the torrent: a file, or an address')
def to = file('to', 'directory for the slices; they go below it, by the name of the torrent')
def machines = integer('machines', 'machines of this site to wait for', min: 1)
def line = rate('line', 'how fast the image may come over the line; 0 for no limit', preset: 0.MiB_s)
def most = duration('fetch', 'longest time to fetch the image', preset: 24.hours)
def patience = duration('patience', 'longest wait for the last copy of this site', preset: 4.hours)
def port = integer('announce-port', 'port of the tracker, 0 for any', preset: 6969, min: 0, max: 65535)

deploy('proxy') {
    tracker port: port
    limits download: line

    slices to, image: 'image', torrent: torrent

    steps {
        restore 'image', timeout: most
        verify 'image'
        stopSeeding()

        // From here on as a seeder, which hands out the torrent with the tracker of this site.
        seed 'image'
        waitForCopies machines, timeout: patience
        stopSeeding()
    }

    onFailure {
        message "what was fetched is in $to; run the recipe again to go on"
    }
}
