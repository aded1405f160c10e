package org.emoglot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is not a checkpoint of this very training is refused with one sentence. */
@ExtendWith(OneThread.class)
class CheckpointTest {

  private static final int FLIPS = 300;

  @TempDir Path folder;
  private Path file = Path.of("");
  private byte[] good = new byte[0];

  @BeforeEach
  void makeACheckpoint() throws IOException {
    file = folder.resolve("checkpoint.safetensors");
    try (TinyTraining training = TinyTraining.make(1)) {
      Trainer.train(training.task(), file, List.of());
    }
    good = Files.readAllBytes(file);
  }

  @Test
  void train_checkpointOfAnotherTraining_isRefused() {
    try (TinyTraining training = TinyTraining.make(1)) {
      TrainingTask other = training.task(TinyTraining::clip, "another training");
      assertThatThrownBy(() -> Trainer.train(other, file, List.of()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("another configuration, seed or data")
          .hasMessageContaining("choose another output folder");
    }
    assertThat(file).as("left as it was").hasBinaryContent(good);
  }

  @Test
  void train_truncatedAnywhere_isRefused() throws IOException {
    SeededRandom random = SeededRandom.of(1);
    int[] lengths = new int[40];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i < 12 ? i : random.nextInt(good.length);
    }
    lengths[39] = good.length - 1;
    for (int length : lengths) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      requireRefused("cut to %d bytes".formatted(length));
    }
  }

  @Test
  void train_oneBitFlippedInTheHeader_isRefused() throws IOException {
    int header = headerEnd();
    SeededRandom random = SeededRandom.of(2);
    try (TinyTraining training = TinyTraining.make(1)) {
      TrainingTask task = training.task();
      for (int flip = 0; flip < FLIPS; flip++) {
        int position = random.nextInt(header);
        byte[] damaged = good.clone();
        damaged[position] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        requireRefused(task, "bit flipped in byte %d of %d".formatted(position, header));
      }
    }
    Figures.write(
        "checkpoint-flips", "%d flips in %d header bytes: all refused".formatted(FLIPS, header));
  }

  @Test
  void train_oneBitFlippedInATensor_isRefused() throws IOException {
    int header = headerEnd();
    SeededRandom random = SeededRandom.of(3);
    try (TinyTraining training = TinyTraining.make(1)) {
      TrainingTask task = training.task();
      for (int flip = 0; flip < FLIPS; flip++) {
        int position = header + random.nextInt(good.length - header);
        byte[] damaged = good.clone();
        damaged[position] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        requireRefused(task, "bit flipped in byte %d of %d".formatted(position, good.length));
      }
    }
  }

  @Test
  void train_otherSafetensorsFile_isRefused() {
    SafetensorsWriter.write(
        file, Map.of("x", TensorData.floats(new float[] {1}, 1)), Map.of("format", "pt"));
    requireRefused("a model file");
  }

  @Test
  void train_leftoverOfAKilledWriter_isPassedOver() throws IOException {
    Files.write(folder.resolve(".checkpoint.safetensors17.tmp"), java.util.Arrays.copyOf(good, 99));
    try (TinyTraining training = TinyTraining.make(1)) {
      assertThat(Trainer.train(training.task(), file, List.of()).steps()).isEqualTo(12);
    }
  }

  private int headerEnd() {
    return 8 + (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void requireRefused(String what) {
    try (TinyTraining training = TinyTraining.make(1)) {
      requireRefused(training.task(), what);
    }
  }

  private void requireRefused(TrainingTask task, String what) {
    assertThatThrownBy(() -> Trainer.train(task, file, List.of()))
        .as(what)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
  }
}
