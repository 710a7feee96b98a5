package ezio.bench.sim;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What goes wrong with some of the targets. */
enum Trouble {
    NONE("all at once", 0) {
        @Override
        MachineSpec change(MachineSpec usual, int i, int troubled, double idealSeconds) {
            return usual;
        }
    },
    SLOW_DISK("10 % with a slow disk", 0.1) {
        @Override
        MachineSpec change(MachineSpec usual, int i, int troubled, double idealSeconds) {
            return usual.withDisk(SLOW_DISK_BYTES_PER_SECOND);
        }
    },
    SLOW_LINK("10 % with a slow link", 0.1) {
        @Override
        MachineSpec change(MachineSpec usual, int i, int troubled, double idealSeconds) {
            return usual.withLink(usual.linkBytesPerSecond() * SLOW_LINK_SHARE);
        }
    },
    DYING("10 % die", 0.1) {
        /** At times spread over the run, without a word. */
        @Override
        MachineSpec change(MachineSpec usual, int i, int troubled, double idealSeconds) {
            return usual.dyingAt((long) (idealSeconds * 1e9 * (i + 0.5) / troubled));
        }
    },
    LATE("half of them join late", 0.5) {
        /** When the others are half done. */
        @Override
        MachineSpec change(MachineSpec usual, int i, int troubled, double idealSeconds) {
            return usual.joiningAt((long) (idealSeconds * 1e9 / 2));
        }
    };

    private static final double SLOW_DISK_BYTES_PER_SECOND = 10e6;
    private static final double SLOW_LINK_SHARE = 0.1;

    private final String label;
    private final double share;

    Trouble(String label, double share) {
        this.label = label;
        this.share = share;
    }

    String label() {
        return label;
    }

    abstract MachineSpec change(MachineSpec usual, int i, int troubled, double idealSeconds);

    /** Returns the targets of a deployment; at least one has the trouble, and it is not the only one unless alone. */
    List<MachineSpec> targets(int count, MachineSpec usual, double idealSeconds) {
        int troubled = (int) Math.max(1, Math.round(count * share));
        IntFunction<MachineSpec> target = i -> i < troubled ? change(usual, i, troubled, idealSeconds) : usual;
        return IntStream.range(0, count).mapToObj(target).toList();
    }
}
