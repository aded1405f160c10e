package org.emoglot.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Checks whether training fits into memory: the heap and the memory of the tensor engine. */
final class MemoryCheck implements DoctorCheck {

  private static final double GIB = 1L << 30;

  /** The mini model trains in about half of this; a base-sized backbone needs more. */
  private static final double ENOUGH_GIB = 4;

  @Override
  public Finding check() {
    // Inside a container these are the container's limits.
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double total = system.getTotalMemorySize() / GIB;
    double free = system.getFreeMemorySize() / GIB;
    double heap = Runtime.getRuntime().maxMemory() / GIB;
    String found =
        String.format(
            Locale.ROOT, "%.1f GiB, %.1f unused; Java's heap at most %.1f GiB", total, free, heap);
    return total < ENOUGH_GIB
        ? Finding.warn("memory", found, "Training needs 4 GiB or more; use smaller batches.")
        : Finding.ok("memory", found);
  }
}
