package org.emoglot.audio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file is that is no audio of a known format, in words, and what to do with it.
 *
 * @param what such as {@code a JPEG picture}
 * @param advice what to do, as the end of a sentence
 */
public record ForeignContent(String what, String advice) {

  private static final String CONVERT = "convert it, such as with: ffmpeg -i IN -ar 16000 OUT.wav";
  private static final String LEAVE_OUT = "leave it out";
  private static final String UNPACK = "unpack it";
  private static final int SHOWN_BYTES = 8;

  /**
   * Bytes at a position, and what they say.
   *
   * @param text as Latin-1
   */
  private record Signature(int at, String text, ForeignContent content) {}

  private static final List<Signature> SIGNATURES = signatures();

  private static List<Signature> signatures() {
    List<Signature> all = new ArrayList<>();
    put(
        all,
        "a git-lfs pointer instead of the file",
        "fetch it with: git lfs pull",
        "version https://git-lfs");
    put(all, "Monkey's Audio", CONVERT, "MAC ");
    put(all, "Shorten audio", CONVERT, "ajkg");
    put(all, "True Audio", CONVERT, "TTA1");
    put(all, "TTA2 audio", CONVERT, "TTA2");
    put(all, "Musepack audio", CONVERT, "MPCK", "MP+");
    put(all, "DSD audio", CONVERT, "DSD ", "FRM8");
    put(all, "RealAudio", CONVERT, ".ra\u00fd", ".RMF");
    put(all, "a Creative voice file", CONVERT, "Creative Voice File");
    put(all, "AAC in ADIF", CONVERT, "ADIF");
    put(all, "a Flash video", CONVERT, "FLV\u0001");
    put(all, "an MPEG video", CONVERT, "\u0000\u0000\u0001\u00ba", "\u0000\u0000\u0001\u00b3");
    put(all, "OptimFROG audio", CONVERT, "OFR ");
    put(all, "QOA audio", CONVERT, "qoaf");
    put(
        all,
        "SILK audio of a messenger",
        "convert it to WAV with a SILK decoder",
        "#!SILK",
        "\u0002#!SILK");
    put(all, "MIDI, which has notes and no sound", LEAVE_OUT, "MThd");
    put(all, "a PNG picture", LEAVE_OUT, "\u0089PNG");
    put(all, "a JPEG picture", LEAVE_OUT, "\u00ff\u00d8\u00ff");
    put(all, "a GIF picture", LEAVE_OUT, "GIF8");
    put(all, "a PDF document", LEAVE_OUT, "%PDF");
    put(all, "a NumPy array", LEAVE_OUT, "\u0093NUMPY");
    put(all, "an HDF5 file", LEAVE_OUT, "\u0089HDF");
    put(all, "a ZIP archive", UNPACK, "PK\u0003\u0004", "PK\u0005\u0006");
    put(all, "a gzip archive", UNPACK, "\u001f\u008b");
    put(all, "a 7-Zip archive", UNPACK, "7z\u00bc\u00af");
    put(all, "an RAR archive", UNPACK, "Rar!");
    put(all, "an xz archive", UNPACK, "\u00fd7zXZ");
    put(all, "a bzip2 archive", UNPACK, "BZh");
    all.add(new Signature(257, "ustar", new ForeignContent("a tar archive", UNPACK)));
    all.add(new Signature(8, "WEBP", new ForeignContent("a WebP picture", LEAVE_OUT)));
    return List.copyOf(all);
  }

  private static void put(List<Signature> all, String what, String advice, String... beginnings) {
    for (String beginning : beginnings) {
      all.add(new Signature(0, beginning, new ForeignContent(what, advice)));
    }
  }

  /** What a content is by its first bytes, if it is known to be foreign. */
  static Optional<ForeignContent> of(byte[] head) {
    for (Signature signature : SIGNATURES) {
      if (AudioFormat.has(head, signature.at(), signature.text())) {
        return Optional.of(signature.content());
      }
    }
    String page = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
    page = page.substring(0, Math.min(page.length(), 20)).toLowerCase(Locale.ROOT);
    return page.startsWith("<!doctype html") || page.startsWith("<html")
        ? Optional.of(new ForeignContent("a web page", "download the file again"))
        : Optional.empty();
  }

  /** What a content is, whatever it is: an unknown one is shown by its first bytes. */
  public static ForeignContent describe(byte[] head) {
    if (head.length == 0) {
      return new ForeignContent("an empty file", "copy it again or leave it out");
    }
    return of(head).orElseGet(() -> new ForeignContent(unknown(head), CONVERT));
  }

  private static String unknown(byte[] head) {
    int shown = Math.min(head.length, SHOWN_BYTES);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      text.append(head[i] >= ' ' && head[i] <= '~' ? (char) head[i] : '.');
    }
    return "unknown content (%s, \"%s\")"
        .formatted(HexFormat.ofDelimiter(" ").formatHex(head, 0, shown), text);
  }
}
