package ezio.core.image;

import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import java.util.Locale;

/** An image has extents beyond the end of the device that it is to be read from or written to. */
public final class DeviceTooSmall extends Problem {

    private static final long serialVersionUID = 1;

    private final String device;
    private final long sizeBytes;
    private final long neededBytes;

    public DeviceTooSmall(String device, long sizeBytes, long neededBytes) {
        super(
                Kind.DEVICE,
                String.format(
                        Locale.ROOT,
                        "%s holds %s, its image needs %s (%,d bytes more)",
                        device,
                        ByteSize.print(sizeBytes),
                        ByteSize.print(neededBytes),
                        neededBytes - sizeBytes));
        this.device = device;
        this.sizeBytes = sizeBytes;
        this.neededBytes = neededBytes;
    }

    public String device() {
        return device;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    public long neededBytes() {
        return neededBytes;
    }
}
