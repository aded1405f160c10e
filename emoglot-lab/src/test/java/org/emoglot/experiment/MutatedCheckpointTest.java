package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that was damaged is refused with a sentence, or leads to the same result. */
@ExtendWith(OneThread.class)
class MutatedCheckpointTest {

  @TempDir Path folder;
  private TinyRun.Outcome whole;
  private byte[] checkpoint = new byte[0];
  private byte[] audit = new byte[0];

  @BeforeEach
  void interruptARun() throws IOException {
    TinyRun.in(folder.resolve("whole")).run();
    whole = TinyRun.outcome(folder.resolve("whole"));
    TinyRun begun = TinyRun.in(folder.resolve("begun"));
    assertThatThrownBy(() -> begun.run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);
    checkpoint = Files.readAllBytes(begun.out().resolve("checkpoint.safetensors"));
    audit = Files.readAllBytes(begun.out().resolve("audit.json"));
  }

  @Test
  void run_mutatedCheckpoint_isRefusedOrEndsAsTheWholeRun() throws IOException {
    mutate(40, 1);
  }

  @Test
  @Tag("slow")
  void run_sixHundredMutatedCheckpoints_areRefusedOrEndAsTheWholeRun() throws IOException {
    mutate(600, 2);
  }

  private void mutate(int times, long seed) throws IOException {
    int refused = 0;
    List<String> others = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      SeededRandom random = SeededRandom.of(seed, i);
      Path out = Files.createDirectories(folder.resolve("mutated-" + i));
      byte[] damaged = mutated(random);
      Files.write(out.resolve("checkpoint.safetensors"), damaged);
      Files.write(out.resolve("audit.json"), audit);
      try {
        TinyRun.in(out).run();
        if (!TinyRun.outcome(out).equals(whole)) {
          others.add(
              "%d at byte %d of %d"
                  .formatted(i, Arrays.mismatch(checkpoint, damaged), checkpoint.length));
        }
      } catch (InvalidInputException e) {
        assertThat(e.getMessage()).contains("checkpoint.safetensors").doesNotContain("\n");
        refused++;
      }
    }
    String figures =
        "%d mutated checkpoints: %d refused, %d ended otherwise than the whole run (%s)"
            .formatted(times, refused, others.size(), others);
    Figures.write("mutated-checkpoints-" + times, figures);
    assertThat(others).as(figures).isEmpty();
  }

  /** One of: a flipped bit, another byte, a stretch of zeros, two stretches swapped, an end cut. */
  private byte[] mutated(SeededRandom random) {
    byte[] bytes = checkpoint.clone();
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(64), bytes.length - at);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] += (byte) (1 + random.nextInt(255));
      case 2 -> Arrays.fill(bytes, at, at + length, (byte) 0);
      case 3 -> {
        int other = random.nextInt(bytes.length - length);
        byte[] stretch = Arrays.copyOfRange(bytes, at, at + length);
        System.arraycopy(bytes, other, bytes, at, length);
        System.arraycopy(stretch, 0, bytes, other, length);
      }
      default -> bytes = Arrays.copyOf(bytes, at);
    }
    return bytes;
  }
}
