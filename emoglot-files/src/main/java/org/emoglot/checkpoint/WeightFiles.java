package org.emoglot.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which file of a folder holds the weights, and in which format. */
final class WeightFiles {

  /** By preference: what is read safely and fast comes first. */
  private static final List<String> NAMES =
      List.of(
          "model.safetensors",
          "model.safetensors" + ShardedWeights.INDEX_ENDING,
          "pytorch_model.bin",
          "pytorch_model.bin" + ShardedWeights.INDEX_ENDING,
          "model.pt",
          "emotion2vec_base.pt");

  /** A file of this name and neither format is refused as the PyTorch file that it should be. */
  private static final String PYTORCH_ENDING = ".bin";

  private WeightFiles() {}

  static Weights open(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return openFile(fileOrFolder);
    }
    for (String name : NAMES) {
      Path file = fileOrFolder.resolve(name);
      if (Files.isRegularFile(file)) {
        return openFile(file);
      }
    }
    PeftAdapter.refuse(fileOrFolder);
    throw Refusal.of(
        fileOrFolder,
        "one of %s in the folder".formatted(String.join(", ", NAMES)),
        "none",
        "name the folder of a PyTorch checkpoint, downloaded whole");
  }

  /** Whether a folder holds weights of a whole model, in whatever format. */
  static boolean isIn(Path folder) {
    return NAMES.stream().map(folder::resolve).anyMatch(Files::exists);
  }

  private static Weights openFile(Path file) {
    if (file.toString().endsWith(ShardedWeights.INDEX_ENDING)) {
      return ShardedWeights.open(file);
    }
    return openSingle(file);
  }

  /** Opens a file that is no index. */
  static Weights openSingle(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Refusal.of(
          file,
          "a file with weights",
          Files.exists(file) ? "a folder or device" : "nothing there",
          "check the path");
    }
    return looksLikePickle(file)
        ? PickleWeights.open(file)
        : ScaledWeights.of(Safetensors.open(file));
  }

  private static boolean looksLikePickle(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(Safetensors.LENGTH_BYTES + 1);
      boolean jsonFollows =
          head.length > Safetensors.LENGTH_BYTES && head[Safetensors.LENGTH_BYTES] == '{';
      boolean pickle = PickleWeights.isZip(head) || PickleWeights.isPickle(head);
      return !jsonFollows && (pickle || file.toString().endsWith(PYTORCH_ENDING));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
