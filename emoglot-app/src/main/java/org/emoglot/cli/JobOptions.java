package org.emoglot.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.grid.InThisProcess;
import org.emoglot.grid.WorkerProcesses;
import org.emoglot.grid.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How many trainings are computed at once. The operations of the small encoder are too small to
 * share: two trainings with one thread and one processor each are faster than one after the other
 * with two threads. Large encoders share well, and want the memory.
 */
final class JobOptions {

  private static final String THREADS = "emoglot.threads";

  /** What a training of the small encoder on some hours of speech takes, generously. */
  private static final long BYTES_EACH = 2L << 30;

  @Option(
      names = "--jobs",
      paramLabel = "<n>",
      description =
          "The number of trainings at once, each in its own process; they share the threads"
              + " (default: one per thread if all backbones are built in and there is enough"
              + " memory, else 1).")
  private int jobs = 0;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create(); // replaced by picocli

  /**
   * Who computes the trainings of a command.
   *
   * @param many the command
   * @param small whether all backbones are the small encoder
   * @param trainings how many there are
   */
  Workers workers(ManyTrainings many, boolean small, int trainings) {
    int atOnce = Math.max(1, Math.min(trainings, atOnce(small)));
    if (atOnce == 1) {
      return new InThisProcess(many.audio(), many.features());
    }
    int each = Math.max(1, threads() / atOnce);
    return new WorkerProcesses(atOnce, place -> start(place, each, atOnce));
  }

  private int atOnce(boolean small) {
    if (jobs < 0) {
      throw new InvalidInputException(
          "Expected at least one training at once, found --jobs %d.".formatted(jobs));
    }
    if (jobs > 0) {
      return jobs;
    }
    return small ? (int) Math.min(threads(), memory() / BYTES_EACH) : 1;
  }

  private static long memory() {
    // Inside a container this is the container's limit.
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static int threads() {
    return Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors());
  }

  private Process start(int place, int threads, int places) throws IOException {
    List<String> words = new ArrayList<>(Processors.holding(place, threads, places));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(word -> !word.startsWith("-javaagent:") && !word.startsWith("-agentlib:"))
        .filter(word -> !word.startsWith("-Demoglot."))
        .forEach(words::add);
    Map<String, String> properties = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("emoglot.")) {
        properties.put(name, System.getProperty(name));
      }
    }
    properties.put(THREADS, String.valueOf(threads));
    properties.forEach((name, value) -> words.add("-D" + name + "=" + value));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
    words.addAll(command.commandLine().getParseResult().originalArgs());
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
    return builder.start();
  }
}
