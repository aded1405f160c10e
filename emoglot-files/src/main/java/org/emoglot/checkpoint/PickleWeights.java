package org.emoglot.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.PickleMachine.Dict;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.emoglot.checkpoint.ZipDirectory.Place;
import org.emoglot.io.Pointers;

/**
 * A state dict as {@code torch.save} writes it, {@code pytorch_model.bin}, in the layout since
 * PyTorch 1.6 (a zip archive) or the one before. Executes nothing in the file: everything except a
 * state dict is refused.
 *
 * <p>The object is a dict of names to tensors, with other values ignored, or a dict without tensors
 * that contains one such dict under {@code state_dict}, {@code model_state_dict} or {@code model},
 * as training scripts save it. Parameters count as their tensors.
 */
public final class PickleWeights implements Weights {

  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

  private final Path file;
  private final FileChannel channel;
  private final Map<String, PickledTensor> tensors;
  private final PickleLayout layout;

  private PickleWeights(
      Path file, FileChannel channel, Map<String, PickledTensor> tensors, PickleLayout layout) {
    this.file = file;
    this.channel = channel;
    this.tensors = tensors;
    this.layout = layout;
  }

  /**
   * Opens a file and reads its description of the tensors.
   *
   * @throws InvalidInputException if there is no such file, it is damaged, or it holds anything but
   *     a state dict
   * @throws UncheckedIOException if it cannot be read
   */
  @SuppressWarnings("resource") // handed to the result, or closed here where there is none
  public static PickleWeights open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Refusal.of(
          file,
          "a file of torch.save",
          Files.exists(file) ? "a folder or device" : "nothing there",
          "check the path");
    }
    Pointers.refuse(file, "weights");
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return read(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static PickleWeights read(Path file, FileChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(4);
    channel.read(head, 0);
    PickleLayout layout;
    if (isZip(head.array())) {
      layout = PickleLayout.zip(file, channel);
    } else if (isPickle(head.array())) {
      layout = PickleLayout.legacy(file, channel);
    } else {
      throw Refusal.of(
          file,
          "a file of torch.save, which begins as a zip archive or a pickle of protocol 2 or later",
          "other bytes",
          "this is perhaps a Git LFS pointer, a web page or a PyTorch 0.1 file, download or convert"
              + " it again");
    }
    Map<String, PickledTensor> tensors = stateDict(file, layout.root());
    requireNoLargerThanFile(file, tensors, channel.size());
    return new PickleWeights(file, channel, tensors, layout);
  }

  /** Whether the first bytes are those of a zip archive. */
  static boolean isZip(byte[] head) {
    return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
  }

  /** Whether the first bytes are those of a pickle that names its protocol, as since 2. */
  static boolean isPickle(byte[] head) {
    return head.length >= 2 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] < 16;
  }

  private static Map<String, PickledTensor> stateDict(Path file, Object root) {
    if (!(root instanceof Dict dict)) {
      throw Refusal.of(
          file,
          "a state dict",
          PickleMachine.describe(root),
          "save model.state_dict() instead of this content");
    }
    Map<String, PickledTensor> tensors = tensors(dict);
    if (!tensors.isEmpty()) {
      return tensors;
    }
    List<Map<String, PickledTensor>> wrapped = new ArrayList<>();
    for (String key : WRAPPERS) {
      if (dict.items().get(key) instanceof Dict inner && !tensors(inner).isEmpty()) {
        wrapped.add(tensors(inner));
      }
    }
    if (wrapped.size() != 1) {
      throw Refusal.of(
          file,
          "a state dict, or one under state_dict, model_state_dict or model",
          wrapped.isEmpty()
              ? "a dict of %d values without".formatted(dict.items().size())
              : "one under each",
          "save model.state_dict() alone");
    }
    return wrapped.get(0);
  }

  private static Map<String, PickledTensor> tensors(Dict dict) {
    Map<String, PickledTensor> tensors = new LinkedHashMap<>();
    dict.items()
        .forEach(
            (key, value) -> {
              if (key instanceof String name && value instanceof PickledTensor tensor) {
                tensors.put(name, tensor);
              }
            });
    return tensors;
  }

  /** A stride of 0 repeats elements: a few bytes could announce a tensor of any size. */
  private static void requireNoLargerThanFile(
      Path file, Map<String, PickledTensor> tensors, long fileBytes) {
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.entry().bytes() > fileBytes) {
            throw Refusal.of(
                file,
                "a tensor %s no larger than the file of %d bytes"
                    .formatted(Refusal.quote(name), fileBytes),
                "%d bytes by repetition".formatted(tensor.entry().bytes()),
                "save the tensor without expand(), or repeated in full by contiguous()");
          }
        });
  }

  @Override
  public Path file() {
    return file;
  }

  /** The tensors' names, in the order of the dict. */
  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /** Empty: the format has none. */
  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public Entry entry(String name) {
    return tensor(name).entry();
  }

  /**
   * The bytes of a tensor, as in {@link Weights#bytes}; copied if the tensor is a view with gaps,
   * or the file is big-endian.
   */
  @Override
  public ByteBuffer bytes(String name) {
    PickledTensor tensor = tensor(name);
    int width = tensor.entry().dtype().bytes();
    if (tensor.entry().bytes() > Integer.MAX_VALUE) {
      throw Refusal.tooLarge(file, name, tensor.entry().bytes());
    }
    long span = tensor.span() * width;
    if (span > Integer.MAX_VALUE) {
      throw Refusal.tooLarge(file, name, span);
    }
    if (!channel.isOpen()) {
      throw new IllegalStateException("Closed: " + file);
    }
    Place place = layout.storages().get(tensor.storage().key());
    if (place == null) {
      throw new IllegalStateException("No place of the storage " + tensor.storage().key());
    }
    try {
      ByteBuffer view = FileStretch.of(channel, place.begin() + tensor.offset() * width, span);
      boolean asStored = layout.order() == ByteOrder.LITTLE_ENDIAN || width == 1;
      ByteBuffer bytes =
          asStored && tensor.isContiguous()
              ? view
              : tensor.gather(view, layout.order()).asReadOnlyBuffer();
      return bytes.order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private PickledTensor tensor(String name) {
    PickledTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw Refusal.noTensor(file, name, tensors.size());
    }
    return tensor;
  }

  private static UncheckedIOException unreadable(Path file, IOException cause) {
    return new UncheckedIOException("Cannot read " + file + ": " + cause.getMessage(), cause);
  }
}
