package org.emoglot.feature;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.emoglot.sampling.SeededRandom;

/**
 * A process of its own that gets and puts made-up clips in random order. It says when it begins,
 * and ends with an error when a clip is wrong.
 */
final class StoreChild {

  static final String BEGINS = "begins";

  private StoreChild() {}

  /** Arguments: folder, bytes of the store, number of clips, seed, rounds. */
  public static void main(String[] arguments) {
    FeatureStore store =
        FeatureStore.open(
            new FeatureStoreOptions(Path.of(arguments[0]), Long.parseLong(arguments[1])),
            System.out::println);
    int clips = Integer.parseInt(arguments[2]);
    SeededRandom random = SeededRandom.of(Long.parseLong(arguments[3]));
    System.out.println(BEGINS);
    System.out.flush();
    for (int round = 0; round < Integer.parseInt(arguments[4]); round++) {
      int clip = random.nextInt(clips);
      PreparedClip found = store.get(Clips.key(clip)).orElseGet(() -> Clips.put(store, clip));
      if (!Arrays.equals(found.copy(), Clips.values(clip))) {
        throw new IllegalStateException("Clip " + clip + " is wrong in round " + round);
      }
    }
  }

  static Process start(Path folder, long bytes, int clips, long seed, int rounds)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StoreChild.class.getName(),
            folder.toString(),
            String.valueOf(bytes),
            String.valueOf(clips),
            String.valueOf(seed),
            String.valueOf(rounds))
        .redirectErrorStream(true)
        .start();
  }
}
