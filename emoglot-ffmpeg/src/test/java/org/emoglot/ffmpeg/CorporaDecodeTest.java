package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.emoglot.audio.Waveform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recorded corpora decode bit by bit to the samples whose digests their manifest lists. */
@Tag("corpora")
class CorporaDecodeTest {

  private static final int QUICK = 100;

  @Test
  void read_someClips_haveTheListedDigests() throws Exception {
    List<String> rows = new ArrayList<>(rows());
    Collections.shuffle(rows, new Random(2));
    assertDigests(rows.subList(0, QUICK));
  }

  @Test
  @Tag("slow")
  void read_everyClip_hasTheListedDigest() throws Exception {
    assertDigests(rows());
  }

  private static List<String> rows() throws Exception {
    List<String> lines = Files.readAllLines(Samples.corpora().resolve("manifest.tsv"));
    return lines.subList(1, lines.size());
  }

  private static void assertDigests(List<String> rows) throws Exception {
    for (String row : rows) {
      String[] columns = row.split("\t");
      Path file = Samples.corpora().resolve(columns[0]).resolve(columns[1]);
      assertThat(digest(Samples.READER.read(file))).as(file.toString()).isEqualTo(columns[7]);
    }
  }

  /** SHA-1 of the samples as 16-bit little-endian integers. */
  private static String digest(Waveform waveform) throws Exception {
    float[] samples = waveform.samples();
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      bytes.putShort((short) (sample * 32768));
    }
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes.array()));
  }
}
