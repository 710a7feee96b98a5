#!/usr/bin/env -S ezio run
// A whole classroom on one machine: a seeder and a number of targets, each with a port and an image file of its own. Good
// to try a server, a disk or a recipe before the room is switched on.
//
//   ezio run recipes/classroom.groovy --golden root.img --targets 3 --in /tmp/room

def golden = device('golden', 'device or image file to copy')
def targets = integer('targets', 'how many targets', preset: 2, min: 1, max: 20)
def room = file('in', 'directory for the torrent and the image files of the targets')
def most = duration('patience', 'longest time for a copy', preset: 10.minutes)

deploy('classroom') {
    tracker port: 0, host: '127.0.0.1'

    file golden, image: 'golden', torrent: "$room/golden.torrent"

    for (i in 1..targets) {
        node "pc$i"
        file "$room/pc${i}.img", on: "pc$i", image: 'copy', torrent: "$room/golden.torrent"
    }

    steps {
        createTorrent 'golden'
        seed 'golden'
        together {
            for (i in 1..targets) {
                restore 'copy', on: "pc$i", create: true, timeout: most
            }
        }
        waitForCopies targets, timeout: 1.minutes
        stopSeeding()
        for (i in 1..targets) {
            verify 'copy', on: "pc$i"
        }
        message "$targets copies are right"
    }
}
