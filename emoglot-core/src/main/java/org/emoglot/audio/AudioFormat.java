package org.emoglot.audio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file formats that are read, recognised by their first bytes. This is the one list of them:
 * help, messages and the search of folders take it from here.
 *
 * <p>Which decoder reads a format, and which codecs within it, is told by {@link AudioDecoder}.
 */
public enum AudioFormat {
  /** RIFF, RIFX, RF64 and BW64. */
  WAV("WAV", "WAV (also RF64, BW64)", "wav", "wave", "bwf", "rf64", "bw64") {
    @Override
    boolean begins(byte[] head) {
      return RiffHeader.parse(head).isPresent();
    }
  },
  /** Sony's Wave64: a GUID that begins with {@code riff}. */
  WAVE64("Wave64", "Wave64", "w64") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "riff\u002e\u0091\u00cf\u0011\u00a5\u00d6\u0028\u00db");
    }
  },
  /** AIFF and AIFF-C. */
  AIFF("AIFF", "AIFF", "aif", "aiff", "aifc") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "FORM") && (has(head, 8, "AIFF") || has(head, 8, "AIFC"));
    }
  },
  /** Sun's and NeXT's. */
  AU("AU", "AU", "au", "snd") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, ".snd");
    }
  },
  /** Apple's Core Audio Format, version 1. */
  CAF("CAF", "CAF", "caf") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "caff\u0000\u0001");
    }
  },
  /** The format of older speech corpora, whose files are often called {@code .wav}. */
  SPHERE("NIST SPHERE", "NIST SPHERE", "sph", "nist") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "NIST_1A\n");
    }
  },
  /** Bare FLAC. */
  FLAC("FLAC", "FLAC", "flac") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "fLaC");
    }
  },
  /** WavPack. */
  WAVPACK("WavPack", "WavPack", "wv") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "wvpk");
    }
  },
  /** Ogg with Vorbis, Opus, Speex or FLAC. */
  OGG("Ogg", "Ogg (Vorbis, Opus, Speex, FLAC)", "ogg", "oga", "opus", "spx") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "OggS");
    }
  },
  /** Matroska and its subset WebM. */
  MATROSKA("WebM", "WebM and Matroska (MKA, MKV)", "webm", "mka", "mkv") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "\u001aE\u00df\u00a3");
    }
  },
  /** The family of QuickTime: of files older than its {@code ftyp} the usual first atoms. */
  MP4(
      "M4A",
      "M4A, MP4, MOV and 3GP",
      "m4a",
      "m4b",
      "mp4",
      "m4v",
      "mov",
      "qt",
      "3gp",
      "3gpp",
      "3g2") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 4, "ftyp")
          || has(head, 4, "moov")
          || has(head, 4, "mdat")
          || has(head, 4, "wide");
    }
  },
  /** AMR of telephones, narrow and wide band. */
  AMR("AMR", "AMR", "amr", "awb") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "#!AMR");
    }
  },
  /** Windows Media: the GUID of an ASF header. */
  WMA("WMA", "WMA", "wma", "asf", "wmv") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "\u0030\u0026\u00b2\u0075\u008e\u0066\u00cf\u0011");
    }
  },
  /** A film in Microsoft's older container. */
  AVI("AVI", "AVI", "avi") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "RIFF") && has(head, 8, "AVI ");
    }
  },
  /** MPEG audio of all layers, without a container. */
  MP3("MP3", "MP3 (also MP2)", "mp3", "mp2", "mpga", "mpa") {
    @Override
    boolean begins(byte[] head) {
      return MpegFrame.confirmed(head, 0).filter(frame -> !frame.aac()).isPresent();
    }
  },
  /** AAC in ADTS. */
  AAC("AAC", "AAC", "aac", "adts") {
    @Override
    boolean begins(byte[] head) {
      return MpegFrame.confirmed(head, 0).filter(MpegFrame::aac).isPresent();
    }
  };

  private final String title;
  private final String description;
  private final List<String> endings;

  AudioFormat(String title, String description, String... endings) {
    this.title = title;
    this.description = description;
    this.endings = List.of(endings);
  }

  /** Whether a content that begins so is of this format. */
  abstract boolean begins(byte[] head);

  /** Its name in messages about one file. */
  public String title() {
    return title;
  }

  /** Its name in lists of formats, with those of its variants. */
  public String description() {
    return description;
  }

  /** File name endings in use for it, in lower case, without a dot. */
  public List<String> endings() {
    return endings;
  }

  /**
   * The format of a content by its first bytes.
   *
   * @param head without preceding bytes ({@link AudioHead})
   */
  public static Optional<AudioFormat> of(byte[] head) {
    return Arrays.stream(values()).filter(format -> format.begins(head)).findFirst();
  }

  /** Every ending of every format. */
  public static Set<String> allEndings() {
    return Arrays.stream(values())
        .flatMap(format -> format.endings().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All formats in words, for help and messages. */
  public static String list() {
    return Arrays.stream(values()).map(AudioFormat::description).collect(Collectors.joining(", "));
  }

  /** Whether the bytes there equal a Latin-1 text. */
  static boolean has(byte[] head, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= at + bytes.length
        && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
  }
}
