package org.emoglot.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.emoglot.io.Sha256;

/**
 * Named tensors of a checkpoint, open for reading, whatever the format of its files.
 *
 * <p>The files must not change while they are open or while one of their buffers is in use. May be
 * used by several threads.
 */
public interface Weights extends AutoCloseable {

  /**
   * Opens a checkpoint. Of a folder, the first that is there of {@code model.safetensors}, {@code
   * model.safetensors.index.json}, {@code pytorch_model.bin} and {@code
   * pytorch_model.bin.index.json}; of a file, the format is told from its content, and by the
   * ending {@code .index.json} of an index. Tensors that are stored as {@link Storage#INT8} are
   * shown as float32.
   *
   * @throws InvalidInputException if there is none, or it is not whole and well-formed
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  static Weights open(Path fileOrFolder) {
    return WeightFiles.open(fileOrFolder);
  }

  /** Whether a folder contains weights that {@link #open} finds. */
  static boolean isIn(Path folder) {
    return WeightFiles.isIn(folder);
  }

  /** The path of the opened file: of the index, if there are several. */
  Path file();

  /** Every file that belongs to the checkpoint; of several, the index first. */
  default List<Path> files() {
    return List.of(file());
  }

  /** SHA-256 of the content: of the file, or of the hashes of all files, one on each line. */
  default String sha256() {
    List<Path> files = files();
    return files.size() == 1
        ? Sha256.of(files.get(0))
        : Sha256.of(files.stream().map(Sha256::of).collect(Collectors.joining("\n")));
  }

  /** The tensors' names, in the order of the file or index. */
  Set<String> names();

  /** The name that a tensor has in the file, where these weights show it under another. */
  default String storedName(String name) {
    return name;
  }

  /** Free text by key beside the tensors; empty if the format has none. */
  Map<String, String> metadata();

  /**
   * The type and the shape of a tensor.
   *
   * @throws InvalidInputException if there is no tensor of this name
   */
  Entry entry(String name);

  /**
   * The bytes of a tensor: read-only, little-endian, row-major; a large one in that form is mapped,
   * not copied. The buffer stays valid after {@link #close}.
   *
   * @throws InvalidInputException if there is no tensor of this name, or it is larger than 2 GiB
   * @throws IllegalStateException if the weights have been closed
   */
  ByteBuffer bytes(String name);

  /**
   * The elements of a tensor of type F32, F16, BF16 or F64, row-major, as {@link DType#toFloats}
   * converts them.
   *
   * @throws InvalidInputException if there is no tensor of this name, or it is of another type, or
   *     larger than 2 GiB
   */
  default float[] floats(String name) {
    DType dtype = entry(name).dtype();
    if (!dtype.isFloating()) {
      throw Refusal.of(
          file(),
          "floating-point numbers in the tensor " + Refusal.quote(name),
          dtype.name(),
          "use a checkpoint of the expected model");
    }
    return dtype.toFloats(bytes(name));
  }

  /**
   * As {@link #floats}, into memory of the caller's. A tensor that is stored as F32 is read from
   * the file into it, with no copy in between and nothing mapped.
   *
   * @param into room for exactly the tensor's elements as float32, little-endian
   */
  default void read(String name, ByteBuffer into) {
    into.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(floats(name));
  }

  /** Closes the files; buffers that were handed out stay valid. */
  @Override
  void close();
}
