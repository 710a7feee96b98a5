package ezio.core.disk;

import ezio.core.problem.Problem;

/** A device did not do what was asked: names the device, the place, and the operating system's reason. */
public final class DeviceFailure extends Problem {

    private static final long serialVersionUID = 1;

    /** What was being done. */
    public enum Operation {
        OPEN,
        READ,
        WRITE,
        SYNC,
        /** A range that passes the end of the device. */
        END
    }

    private final Operation operation;
    private final String device;
    private final long offsetBytes;

    private DeviceFailure(
            Operation operation, String device, long offsetBytes, String message, String remedy, Throwable cause) {
        super(Kind.DEVICE, message, remedy, cause);
        this.operation = operation;
        this.device = device;
        this.offsetBytes = offsetBytes;
    }

    public static DeviceFailure open(String device, Throwable cause) {
        return new DeviceFailure(Operation.OPEN, device, 0, "cannot open " + device + ": " + words(cause), null, cause);
    }

    public static DeviceFailure read(String device, long offsetBytes, long lengthBytes, Throwable cause) {
        return new DeviceFailure(
                Operation.READ,
                device,
                offsetBytes,
                "cannot read " + place(device, offsetBytes, lengthBytes) + ": " + words(cause),
                device.startsWith("/dev/")
                        ? "the disk may have a bad sector; \"smartctl -a " + device + "\" shows its state"
                        : null,
                cause);
    }

    public static DeviceFailure write(String device, long offsetBytes, long lengthBytes, Throwable cause) {
        return new DeviceFailure(
                Operation.WRITE,
                device,
                offsetBytes,
                "cannot write " + place(device, offsetBytes, lengthBytes) + ": " + words(cause),
                "what is on " + device + " now is incomplete; do not use it",
                cause);
    }

    public static DeviceFailure sync(String device, Throwable cause) {
        return new DeviceFailure(
                Operation.SYNC,
                device,
                0,
                "cannot sync " + device + ": " + words(cause),
                "what was written to " + device + " is in doubt; do not use it",
                cause);
    }

    public static DeviceFailure end(String device, long offsetBytes, long lengthBytes, long sizeBytes) {
        return new DeviceFailure(
                Operation.END,
                device,
                offsetBytes,
                place(device, offsetBytes, lengthBytes) + " passes its end, " + sizeBytes + " bytes",
                null,
                null);
    }

    public Operation operation() {
        return operation;
    }

    public String device() {
        return device;
    }

    /** Returns where on the device it happened; 0 for {@code OPEN} and {@code SYNC}. */
    public long offsetBytes() {
        return offsetBytes;
    }

    private static String place(String device, long offsetBytes, long lengthBytes) {
        return device + " at 0x" + Long.toHexString(offsetBytes) + ", " + lengthBytes + " bytes";
    }

    // NoSuchFileException and AccessDeniedException carry only the path as message.
    private static String words(Throwable cause) {
        if (cause instanceof java.nio.file.NoSuchFileException) {
            return "no such file or device";
        }
        if (cause instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof java.nio.file.FileSystemException fs && fs.getReason() != null) {
            // What JDK 25 reports as a missing file, JDK 17 passes on in the words of the system.
            return fs.getReason().equals("Not a directory") ? "no such file or device" : fs.getReason();
        }
        return reason(cause);
    }
}
