#!/usr/bin/env -S ezio run
// Seeds partitions that Clonezilla has saved, from its image directory as it is: packed, split, or not. What is packed is
// unpacked once, to ~/.cache/ezio/images.
//
//   ezio run recipes/image-to-swarm.groovy --image /home/partimag/lab --parts sda1,sda2 --machines 24

def image = file('image', 'directory of Clonezilla\'s')
def parts = text('parts', 'partitions in it, with commas', preset: 'sda1', matches: /[\w-]+(,[\w-]+)*/)
def machines = integer('machines', 'machines to wait for', min: 1)
def patience = duration('patience', 'longest wait for the last copy', preset: 4.hours)
def torrents = file('torrents', 'directory for the torrents', preset: '.')
def port = integer('announce-port', 'port of the tracker, 0 for any', preset: 6969, min: 0, max: 65535)

deploy('image-to-swarm') {
    tracker port: port

    for (part in parts.split(',')) {
        clonezilla image, part: part, image: part, torrent: "$torrents/${part}.torrent"
    }

    steps {
        for (part in parts.split(',')) {
            createTorrent part
        }
        for (part in parts.split(',')) {
            seed part
        }
        waitForCopies machines, timeout: patience
        stopSeeding()
    }

    onFailure {
        keepSeeding atMost: 15.minutes, idle: 1.minutes
        message 'not every machine has a full copy'
    }
}
