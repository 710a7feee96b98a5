package ezio.core.swarm

import ezio.core.unit.Rate
import java.time.Duration
import spock.lang.Specification

class StopRuleSpec extends Specification {

    private static TransferStatus status(long uploadedBytes, int copies, Duration sinceLastUpload) {
        new TransferStatus(TransferStatus.State.SEEDING, false, 10, 10, 1000, 1000, 0, uploadedBytes, 0, Rate.ZERO, Rate.ZERO,
                Duration.ofHours(5), [], copies, Optional.ofNullable(sinceLastUpload), Optional.empty(), Optional.empty())
    }

    def "'#rule' with #uploaded of 1000 bytes sent, #copies copies, silent for #silent s, complete for #complete s: #reason"() {
        expect:
        StopRule.parse(rule)
                .reason(
                        status(uploaded, copies, silent == null ? null : Duration.ofSeconds(silent)),
                        Duration.ofSeconds(complete))
                .orElse(null) == reason

        where:
        rule                 | uploaded | copies | silent | complete || reason
        'now'                | 0        | 0      | null   | 0        || 'complete'
        'ratio=3'            | 2999     | 9      | null   | 9999     || null
        'ratio=3'            | 3000     | 0      | 0      | 0        || 'sent 3.0 times'
        'ratio=1.5'          | 1500     | 0      | 0      | 0        || 'sent 1.5 times'
        'copies=2'           | 9000     | 1      | null   | 9999     || null
        'copies=2'           | 0        | 2      | null   | 0        || '2 full copies'
        'copies=1'           | 0        | 1      | null   | 0        || '1 full copy'
        'idle=90s'           | 0        | 0      | null   | 89       || null
        'idle=90s'           | 0        | 0      | null   | 90       || 'nothing sent for 90 s'
        'idle=90s'           | 0        | 0      | 89     | 200      || null
        'idle=90s'           | 0        | 0      | 90     | 200      || 'nothing sent for 90 s'
        'idle=90s'           | 0        | 0      | 500    | 89       || null
        'time=1h'            | 9000     | 9      | null   | 3599     || null
        'time=1h'            | 0        | 0      | null   | 3600     || '60 min are over'
        'ratio=3,idle=90s'   | 3000     | 0      | 0      | 0        || 'sent 3.0 times'
        'ratio=3, idle=90s'  | 0        | 0      | null   | 90       || 'nothing sent for 90 s'
        'NOW, copies=3'      | 0        | 0      | null   | 0        || 'complete'
    }

    def "without a rule it never ends"() {
        expect:
        StopRule.NEVER.reason(status(1L << 50, 1000, Duration.ofDays(9)), Duration.ofDays(9)).empty
    }

    def "refuses '#text': #message"() {
        when:
        StopRule.parse(text)

        then:
        def e = thrown(IllegalArgumentException)
        e.message == message

        where:
        text        || message
        ''          || '"" is no rule; write now, ratio=3, idle=90s, copies=24, time=1h or several with commas'
        'soon'      || '"soon" is no rule; write now, ratio=3, idle=90s, copies=24, time=1h or several with commas'
        'ratio=3,'  || '"" is no rule; write now, ratio=3, idle=90s, copies=24, time=1h or several with commas'
        'now=1'     || '"now" takes no value'
        'ratio=-1'  || '"-1" is not a ratio; write ratio=3 or ratio=1.5'
        'ratio'     || '"" is not a ratio; write ratio=3 or ratio=1.5'
        'copies=0'  || '"0" is not a number of copies; write copies=24'
        'idle=x'    || '"x" is not a duration; write 90s, 10m, 1h30m or 2d'
        'time='     || '"" is not a duration; write 90s, 10m, 1h30m or 2d'
    }
}
