package ezio.recipe.words;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import java.time.Duration;

/** The units of recipes, {@code 10.minutes} and {@code 16.MiB}, and arithmetic with them. */
public final class Units {

    private Units() {}

    public static Duration getSeconds(Integer count) {
        return Duration.ofSeconds(count);
    }

    public static Duration getMinutes(Integer count) {
        return Duration.ofMinutes(count);
    }

    public static Duration getHours(Integer count) {
        return Duration.ofHours(count);
    }

    public static Duration getDays(Integer count) {
        return Duration.ofDays(count);
    }

    public static ByteSize getKiB(Integer count) {
        return ByteSize.kib(count);
    }

    public static ByteSize getMiB(Integer count) {
        return ByteSize.mib(count);
    }

    public static ByteSize getGiB(Integer count) {
        return ByteSize.mib(Math.multiplyExact((long) count, 1L << 10));
    }

    public static ByteSize getTiB(Integer count) {
        return ByteSize.mib(Math.multiplyExact((long) count, 1L << 20));
    }

    public static Rate getKiB_s(Integer count) {
        return new Rate(getKiB(count).bytes());
    }

    public static Rate getMiB_s(Integer count) {
        return new Rate(getMiB(count).bytes());
    }

    public static Rate getGiB_s(Integer count) {
        return new Rate(getGiB(count).bytes());
    }

    public static Duration multiply(Duration time, Integer times) {
        return time.multipliedBy(times);
    }

    public static Duration multiply(Integer times, Duration time) {
        return time.multipliedBy(times);
    }

    public static Duration div(Duration time, Integer parts) {
        return time.dividedBy(parts);
    }

    public static ByteSize multiply(ByteSize size, Integer times) {
        return ByteSize.of(Math.multiplyExact(size.bytes(), (long) times));
    }

    public static ByteSize multiply(Integer times, ByteSize size) {
        return multiply(size, times);
    }

    public static ByteSize plus(ByteSize size, ByteSize more) {
        return ByteSize.of(Math.addExact(size.bytes(), more.bytes()));
    }

    public static Rate multiply(Rate rate, Integer times) {
        return new Rate(rate.bytesPerSecond() * times);
    }

    public static Rate multiply(Integer times, Rate rate) {
        return multiply(rate, times);
    }

    public static Rate div(Rate rate, Integer parts) {
        return new Rate(rate.bytesPerSecond() / parts);
    }
}
