package org.emoglot.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;

/** What a process that computes is told before its first native library is loaded. */
final class ExecutorProcess {

  /** Threads of one call to a model. The tasks of a process are its parallelism. */
  private static final String THREADS = "emoglot.threads";

  /** The memory of natives is not that of the heap, by which JavaCPP would limit it. */
  private static final String[] LIMITS = {
    "org.bytedeco.javacpp.maxBytes", "org.bytedeco.javacpp.maxPhysicalBytes"
  };

  /** Where JavaCPP unpacks natives, and Emoglot its model, unless told otherwise. */
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  private ExecutorProcess() {}

  /** Sets what was not set by options of Java. */
  static synchronized void prepare() {
    SparkEnv environment = SparkEnv.get();
    int cpus = environment == null ? 1 : environment.conf().getInt("spark.task.cpus", 1);
    setIfMissing(THREADS, String.valueOf(cpus));
    for (String limit : LIMITS) {
      setIfMissing(limit, "0");
    }
    if (!canKeep(Path.of(System.getProperty("user.home"), ".javacpp", "cache"))) {
      setIfMissing(
          CACHE,
          Path.of(
                  System.getProperty("java.io.tmpdir"),
                  "emoglot-" + System.getProperty("user.name"))
              .toAbsolutePath()
              .toString());
    }
  }

  /** Users of containers often have no home, or none that they can write to. */
  private static boolean canKeep(Path folder) {
    try {
      return folder.isAbsolute() && Files.isWritable(Files.createDirectories(folder));
    } catch (IOException e) {
      return false;
    }
  }

  private static void setIfMissing(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Which process this is, for messages. */
  static String name() {
    SparkEnv environment = SparkEnv.get();
    return environment == null
        ? "this machine"
        : "executor %s (%s)"
            .formatted(
                environment.executorId(), environment.blockManager().blockManagerId().host());
  }
}
