package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Two processes that are given the same work and folder at once: one does it, whole.
 *
 * @param main their class; the only argument is the folder
 * @param files that are left
 * @param whole whether a folder holds what a process alone leaves
 */
public record Race(Class<?> main, List<String> files, Predicate<Path> whole) {

  /**
   * Runs it again and again.
   *
   * @param folder of which each round has one below
   * @param name of the figures
   */
  public void run(int rounds, Path folder, String name) throws Exception {
    List<String> broken = new ArrayList<>();
    int both = 0;
    for (int round = 0; round < rounds; round++) {
      Path out = folder.resolve("round-" + round);
      KilledChild child = new KilledChild(main, out);
      Process one = child.start();
      Process other = child.start();
      for (Process process : List.of(one, other)) {
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      }
      both += one.exitValue() == 0 && other.exitValue() == 0 ? 1 : 0;
      List<String> missing =
          files.stream().filter(file -> !Files.exists(out.resolve(file))).toList();
      if (!missing.isEmpty()
          || one.exitValue() != 0 && other.exitValue() != 0
          || !whole.test(out)) {
        broken.add(
            "round %d ended with %d and %d, without %s"
                .formatted(round, one.exitValue(), other.exitValue(), missing));
      }
      assertThat(out).isDirectoryNotContaining("glob:**/.lock");
    }
    String figures =
        "%d rounds of two processes in one folder, both at 0 in %d: broken %s"
            .formatted(rounds, both, broken);
    Figures.write(name + "-" + rounds, figures);
    assertThat(broken).as(figures).isEmpty();
  }
}
