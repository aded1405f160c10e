package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand before the audio, and what a file is by its content. */
class AudioHeadTest {

  private static final byte[] WAV =
      WavBytes.riff().fmt(WavBytes.PCM, 1, 8000, 16).chunk("data", new byte[64]).toBytes();

  @TempDir Path folder;

  @Test
  void of_id3TagsBeforeWav_areAllPassedOver() throws Exception {
    byte[] tag = id3(0, 200, 0);
    byte[] withFooter = join(id3(0x10, 150, 0), new byte[10]);
    byte[] padded = join(id3(0, 20, 0), new byte[3000]);
    for (byte[] before :
        new byte[][] {
          tag,
          join(tag, tag),
          withFooter,
          join(tag, withFooter, tag),
          padded,
          id3(0, 70_000, 0),
          ape(90),
          join(tag, ape(90)),
        }) {
      AudioHead head = AudioHead.of(write(before, WAV));
      assertThat(head.start()).isEqualTo(before.length);
      assertThat(head.format()).contains(AudioFormat.WAV);
      assertThat(head.bytes()).isEqualTo(WAV);
    }
  }

  /** Sizes that are wrong, or in eight bits a byte, as old programs wrote them. */
  @Test
  void of_tagWithAWrongSize_findsTheAudioAllTheSame() throws Exception {
    byte[] eightBits = id3(0, 0, 0);
    eightBits[9] = (byte) 0xC8;
    byte[] tag = join(eightBits, new byte[200]);
    assertThat(AudioHead.of(write(tag, WAV)).start()).isEqualTo(tag.length);
    byte[] tooLong = id3(0, 100, 60_000);
    assertThat(AudioHead.of(write(tooLong, WAV)).start()).isEqualTo(tooLong.length);
    byte[] tooShort = id3(0, 100, -50);
    assertThat(AudioHead.of(write(tooShort, WAV)).start()).isEqualTo(tooShort.length);
  }

  @ParameterizedTest
  @CsvSource({"3,1", "2,417", "1,100"})
  void of_bytesBeforeTheFirstFrame_twoFramesThatAgreeAreFound(int version, int junk)
      throws Exception {
    byte[] before = new byte[junk];
    Arrays.fill(before, (byte) 0xFF);
    byte[] frames = join(frame(), frame(), frame());
    AudioHead head = AudioHead.of(write(before, frames));
    assertThat(head.start()).isEqualTo(junk);
    assertThat(head.format()).contains(AudioFormat.MP3);
    byte[] random = new byte[junk * version];
    new Random(junk).nextBytes(random);
    assertThat(AudioHead.of(write(random, frames)).start()).isEqualTo(random.length);
  }

  @Test
  void of_adtsFrames_areAac() throws Exception {
    byte[] frame = new byte[100];
    byte[] header = {(byte) 0xFF, (byte) 0xF1, 0x60, 0x40, 0x0C, (byte) 0x9F, (byte) 0xFC};
    System.arraycopy(header, 0, frame, 0, header.length);
    frame[4] = 100 >> 3;
    frame[5] = (byte) ((100 & 7) << 5 | 0x1F);
    assertThat(AudioHead.of(write(frame, frame)).format()).contains(AudioFormat.AAC);
    assertThat(AudioHead.of(write(new byte[] {1, 2, 3}, join(frame, frame))).start()).isEqualTo(3);
  }

  /** A lone header happens by chance: a text in UTF-16 begins with one. */
  @Test
  void of_loneFrameHeader_isNothing() throws Exception {
    byte[] table = ("\ufeff" + "file,emotion\n".repeat(9000)).getBytes(StandardCharsets.UTF_16LE);
    assertThat(AudioHead.of(write(table)).format()).isEmpty();
    byte[] random = new byte[1 << 20];
    new Random(1).nextBytes(random);
    assertThat(AudioHead.of(write(random)).format()).isEmpty();
  }

  @Test
  void of_archiveWithAudioInside_isTheArchive() throws Exception {
    byte[] zip = join("PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1), new byte[40]);
    assertThat(AudioHead.of(write(zip, WAV)).format()).isEmpty();
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.ISO_8859_1), 0, tar, 257, 5);
    assertThat(AudioHead.of(write(tar, WAV)).format()).isEmpty();
  }

  @Test
  void of_macBinaryBeforeWav_findsIt() throws Exception {
    byte[] macBinary = new byte[128];
    macBinary[1] = 4;
    assertThat(AudioHead.of(write(macBinary, WAV)).start()).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource({
    "version https://git-lfs.github.com/spec/v1,git-lfs pointer,git lfs pull",
    "MAC !,Monkey's Audio,ffmpeg -i IN",
    "%PDF-1.7,PDF,leave it out",
    "<!DOCTYPE html><html>,web page,download the file again",
    "MThd,MIDI,leave it out",
    "#!SILK_V3,SILK,SILK decoder",
    "some words of no sense,unknown content,ffmpeg -i IN",
  })
  void read_foreignContent_isNamedWithWhatToDo(String text, String what, String advice)
      throws Exception {
    Path file = write(text.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> new AudioReader(AudioOptions.defaults()).read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(what, advice, file.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void endings_areThoseOfOneFormatEach() {
    long count =
        Arrays.stream(AudioFormat.values()).mapToLong(format -> format.endings().size()).sum();
    assertThat(AudioFormat.allEndings())
        .hasSize((int) count)
        .contains(
            "wav", "3gp", "mov", "mka", "mp2", "amr", "aac", "au", "caf", "w64", "wma", "spx");
    assertThat(AudioFormat.list()).contains("WAV", "AMR", "3GP", "Speex", "BW64");
  }

  private static byte[] frame() {
    byte[] frame = new byte[144]; // MPEG-2 layer III, 32 kbit/s at 16 kHz
    frame[0] = (byte) 0xFF;
    frame[1] = (byte) 0xF3;
    frame[2] = 0x48;
    frame[3] = (byte) 0xC4;
    return frame;
  }

  private static byte[] id3(int flags, int size, int lie) {
    byte[] tag = new byte[10 + size];
    int told = size + lie;
    byte[] header = {'I', 'D', '3', 4, 0, (byte) flags, 0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
      header[9 - i] = (byte) (told >> (7 * i) & 0x7F);
    }
    Arrays.fill(tag, (byte) 'x');
    System.arraycopy(header, 0, tag, 0, 10);
    return tag;
  }

  private static byte[] ape(int size) {
    byte[] tag = new byte[32 + size];
    System.arraycopy("APETAGEX".getBytes(StandardCharsets.US_ASCII), 0, tag, 0, 8);
    tag[12] = (byte) size;
    return tag;
  }

  private Path write(byte[]... parts) throws Exception {
    return Files.write(Files.createTempFile(folder, "clip", ".bin"), join(parts));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
