package ezio.core.swarm.store

import spock.lang.Specification

class BufferPoolSpec extends Specification {

    static final MIB = 1 << 20

    def pool = new BufferPool(8 * MIB)

    def "what was prepared is what is taken, and reserves nothing"() {
        when:
        pool.prepare(MIB, 3 * MIB)

        then:
        pool.allocatedBytes() == 3 * MIB
        pool.reservedBytes() == 0

        when:
        3.times { pool.take(MIB) }

        then:
        pool.allocatedBytes() == 3 * MIB

        when:
        pool.take(MIB)

        then:
        pool.allocatedBytes() == 4 * MIB
    }

    def "a second time prepares no more than is missing"() {
        given:
        pool.take(2 * MIB)

        when:
        2.times { pool.prepare(MIB, 3 * MIB) }

        then:
        pool.allocatedBytes() == 3 * MIB
    }

    def "never passes the budget"() {
        when:
        pool.prepare(MIB, 100L * MIB)

        then:
        pool.allocatedBytes() == 8 * MIB
    }

    def "buffers of another size make room for what is taken"() {
        given:
        pool.prepare(MIB, 8 * MIB)

        when:
        def buffer = pool.take(4 * MIB)

        then:
        buffer.capacity() == 4 * MIB
        pool.allocatedBytes() == 8 * MIB
    }
}
