package ezio.shell.demo;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How the demo went: a row for each target, and what the seeder had to send. */
record DemoSummary(long totalBytes, List<DemoTarget> targets, Duration time) {

    Event event() {
        Table table = new Table("TARGET", "TIME", "RATE", "FROM THE SEEDER", "FROM OTHER TARGETS");
        for (DemoTarget target : targets) {
            table.add(
                    target.name(),
                    TimeSpan.print(target.time()),
                    target.rate().toString(),
                    ByteSize.print(target.fromSeederBytes()),
                    ByteSize.print(target.fromOthersBytes()));
        }
        long sent = targets.stream().mapToLong(DemoTarget::fromSeederBytes).sum();
        double copies = totalBytes == 0 ? 0 : (double) sent / totalBytes;
        Rate together = Rate.of(totalBytes * targets.size(), time);
        String text = String.format(
                Locale.ROOT,
                "%s%n%d %s hold the same %s: %s, %s together; the seeder sent %.1f copies",
                table.text(),
                targets.size(),
                targets.size() == 1 ? "target" : "targets",
                ByteSize.print(totalBytes),
                TimeSpan.print(time),
                together,
                copies);
        return Event.of(EventKind.DEMO_SUMMARY, "end", text)
                .with("targets", targets.size())
                .with("totalBytes", totalBytes)
                .with("seconds", time.toMillis() / 1000.0)
                .with("rateBytesPerSecond", together.bytesPerSecond())
                .with("seederSentBytes", sent);
    }
}
