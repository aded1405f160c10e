package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** PyTorch's files: those of the resources, and some put together by hand, sound or not. */
final class TorchFiles {

  private TorchFiles() {}

  static Path resource(String name) {
    try {
      return Path.of(TorchFiles.class.getResource("/checkpoint/torch/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An archive with this data.pkl and nothing else. */
  static Path zip(Path file, byte[] pickle) throws IOException {
    return zip(file, Map.of("a/data.pkl", pickle));
  }

  static Path zip(Path file, Map<String, byte[]> members) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        CRC32 crc = new CRC32();
        crc.update(member.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(member.getValue().length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(member.getValue());
      }
    }
    return file;
  }

  /** An archive of a float32 tensor "x" with such a view of its storage. */
  static Path tensor(
      Path file, String order, byte[] data, int elements, int offset, int shape, int stride)
      throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put(
        "a/data.pkl",
        new Pickle()
            .op('}')
            .text("x")
            .tensor("FloatStorage", "0", elements, offset, shape, stride)
            .op('s')
            .end());
    members.put("a/byteorder", order.getBytes(US_ASCII));
    members.put("a/data/0", data);
    return zip(file, members);
  }

  /** Instructions of a pickle, one after the other. */
  static final class Pickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
      op(0x80, 2);
    }

    Pickle op(int... bytes) {
      for (int b : bytes) {
        out.write(b);
      }
      return this;
    }

    Pickle repeat(int times, int... bytes) {
      for (int i = 0; i < times; i++) {
        op(bytes);
      }
      return this;
    }

    Pickle text(String text) {
      byte[] bytes = text.getBytes(UTF_8);
      op('X').integer(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    Pickle number(int value) {
      return op('J').integer(value);
    }

    Pickle global(String module, String name) {
      out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(US_ASCII));
      return this;
    }

    Pickle storage(String type, String key, int elements) {
      return op('(')
          .text("storage")
          .global("torch", type)
          .text(key)
          .text("cpu")
          .number(elements)
          .op('t', 'Q');
    }

    /** A tensor with one axis. */
    Pickle tensor(String type, String key, int elements, int offset, int shape, int stride) {
      return global("torch._utils", "_rebuild_tensor_v2")
          .op('(')
          .storage(type, key, elements)
          .number(offset)
          .number(shape)
          .op(0x85)
          .number(stride)
          .op(0x85, 0x89)
          .global("collections", "OrderedDict")
          .op(')', 'R', 't', 'R');
    }

    byte[] end() {
      op('.');
      return out.toByteArray();
    }

    private Pickle integer(int value) {
      return op(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >> 24 & 0xff);
    }
  }
}
