package ezio.daemon

import ch.qos.logback.classic.Level
import ch.qos.logback.classic.LoggerContext
import org.slf4j.LoggerFactory
import spock.lang.Specification

class LogLevelsSpec extends Specification {

    LoggerContext context = LoggerFactory.ILoggerFactory as LoggerContext
    Map<String, Level> before = context.loggerList.collectEntries { [it.name, it.level] }

    def cleanup() {
        context.loggerList.each { it.level = before[it.name] ?: (it.name == 'ROOT' ? Level.DEBUG : null) }
    }

    def "EZIO's components are our loggers"() {
        when:
        LogLevels.parse('warning, raw_disk_io=trace,ezio.core.tracker=err').apply()

        then:
        context.getLogger('ezio').level == Level.WARN
        context.getLogger('ezio.core.disk').level == Level.TRACE
        context.getLogger('ezio.core.image').level == Level.TRACE
        context.getLogger('ezio.core.swarm.store').level == Level.TRACE
        context.getLogger('ezio.core.tracker').level == Level.ERROR
        LogLevels.current().startsWith('warn,')
        LogLevels.parse(LogLevels.current())
    }

    def "\"#text\" is refused: #message"() {
        when:
        LogLevels.parse(text)

        then:
        def e = thrown(IllegalArgumentException)
        e.message == message

        where:
        text             || message
        'loud'           || '"loud" is no level; there are trace, debug, info, warn, error, critical and off'
        'info,disk=info' || '"disk" is no component; there are raw_disk_io, buffer_pool, unified_cache, partition_storage, libtorrent, tracker, daemon, service, grpc, and loggers like ezio.core.disk'
    }
}
