package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.ZipDirectory.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipDirectoryTest {

  private static final int NARROW = 0xffffffff; // "see the 64-bit field"

  @TempDir private Path folder;

  /** As archives beyond 4 GiB are written; here the wide fields hold small numbers. */
  @Test
  void read_zip64_takesTheWideFields() throws IOException {
    assertThat(read(zip64(3))).containsExactly(Map.entry("m", new Place(31, 3)));
  }

  @Test
  void read_zip64BeyondTheFile_refused() throws IOException {
    Path file = zip64(Long.MAX_VALUE);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ": expected 9223372036854775807 bytes of the member \"m\" from byte 31, found a"
                + " file of "
                + Files.size(file)
                + " bytes; the file is truncated, download it again.");
  }

  @Test
  void read_doubleName_refused() throws IOException {
    Path file = TorchFiles.zip(folder.resolve("a"), Map.of("m1", new byte[1], "m2", new byte[1]));
    Files.writeString(file, Files.readString(file, ISO_8859_1).replace("m2", "m1"), ISO_8859_1);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ": expected an intact zip archive with every member once, found \"m1\" twice; the"
                + " file is damaged, download or write it again.");
  }

  private static Map<String, Place> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return ZipDirectory.read(file, channel);
    }
  }

  private Path zip64(long memberBytes) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x04034b50).put(new byte[22]).putShort((short) 1).putShort((short) 0);
    out.put("m".getBytes(US_ASCII)).put(new byte[] {7, 8, 9});
    int directory = out.position();
    out.putInt(0x02014b50).put(new byte[16]).putInt(NARROW).putInt(NARROW);
    out.putShort((short) 1).putShort((short) 34); // bytes of the name, of the extra fields
    out.put(new byte[10]).putInt(NARROW).put("m".getBytes(US_ASCII));
    out.putShort((short) 0x7777).putShort((short) 2).putShort((short) 0); // another field first
    out.putShort((short) 1).putShort((short) 24);
    out.putLong(memberBytes).putLong(memberBytes).putLong(0);
    int end = out.position();
    out.putInt(0x06064b50).putLong(44).put(new byte[12]).putLong(1).putLong(1);
    out.putLong(end - directory).putLong(directory);
    out.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    out.putInt(0x06054b50).put(new byte[8]).putInt(NARROW).putInt(NARROW).putShort((short) 0);
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return Files.write(folder.resolve("zip64"), bytes);
  }
}
