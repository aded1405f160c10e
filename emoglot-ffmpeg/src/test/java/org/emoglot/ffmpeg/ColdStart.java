package org.emoglot.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Java processes that find their native libraries in a cache of their own.
 *
 * @param main their class
 * @param folder of the cache and of what they say
 */
record ColdStart(Class<?> main, Path folder) {

  /**
   * How a process ended.
   *
   * @param exitCode 0, or above 128 if a signal ended it
   * @param said on both outputs
   */
  record End(int exitCode, String said) {}

  Process start(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve(name + ".crash"),
            "-Demoglot.threads=1",
            "-Dorg.bytedeco.javacpp.cachedir=" + cache(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".txt").toFile())
        .start();
  }

  End end(Process process, String name) throws IOException, InterruptedException {
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(name + " has not ended");
    }
    return new End(
        process.exitValue(),
        Files.readString(folder.resolve(name + ".txt"), StandardCharsets.UTF_8));
  }

  Path cache() {
    return folder.resolve("cache");
  }

  long cachedBytes() throws IOException {
    if (!Files.isDirectory(cache())) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(cache())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  void clear() throws IOException {
    if (Files.exists(cache())) {
      try (Stream<Path> files = Files.walk(cache())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
