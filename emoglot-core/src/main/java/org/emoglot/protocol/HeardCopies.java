package org.emoglot.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.SampleStream;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.Copy;
import org.emoglot.fingerprint.CopyFinder;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.io.Sha256;

/**
 * Whether a model heard its evaluation clips, under any names, by its list of heard clips.
 *
 * @param known whether the model keeps anything of them
 * @param all whether it keeps all; else its backbone heard more
 * @param heard clips that it keeps
 * @param compared clips that were compared with them
 * @param found how many are copies of a heard clip
 * @param examples the first of them, in words
 */
public record HeardCopies(
    boolean known, boolean all, int heard, int compared, int found, List<String> examples) {

  /** Nothing was compared, as in earlier versions. */
  public static final HeardCopies UNKNOWN = new HeardCopies(false, false, 0, 0, 0, List.of());

  private static final int EXAMPLES = 10;

  public HeardCopies {
    examples = List.copyOf(examples);
  }

  /** Compares by what manifests say; no audio is opened. */
  public static HeardCopies of(HeardClips heard, Collection<Utterance> measured) {
    CopyFinder finder = new CopyFinder(heard.clips());
    List<Utterance> known = measured.stream().filter(u -> u.print().isKnown()).toList();
    List<Copy> copies =
        known.stream().map(u -> finder.find(u.print())).flatMap(Optional::stream).toList();
    return of(heard, known.size(), copies);
  }

  private static HeardCopies of(HeardClips heard, int compared, List<Copy> copies) {
    return new HeardCopies(
        !heard.isUnknown(),
        heard.all(),
        heard.clips().size(),
        heard.isUnknown() ? 0 : compared,
        copies.size(),
        copies.stream().limit(EXAMPLES).map(Copy::text).toList());
  }

  /** Compares clips as they are opened. Safe for several threads. */
  public static final class Watch {

    private final HeardClips heard;
    private final CopyFinder finder;
    private final Map<ClipAudio, String> ids = new HashMap<>();
    private final Map<String, Optional<Copy>> compared = new TreeMap<>();

    /**
     * @param heard what a model keeps
     * @param measured the evaluation clips
     */
    public Watch(HeardClips heard, Collection<Utterance> measured) {
      this.heard = heard;
      this.finder = new CopyFinder(heard.clips());
      measured.forEach(u -> ids.put(u.audio(), u.id()));
    }

    /** The same source, watched. */
    public AudioSource watching(AudioSource source) {
      return new AudioSource() {
        @Override
        public Waveform read(Path file) {
          return read(ClipAudio.whole(file));
        }

        @Override
        public Waveform read(ClipAudio clip) {
          Waveform waveform = source.read(clip);
          compare(clip, waveform);
          return waveform;
        }

        @Override
        public SampleStream open(ClipAudio clip) {
          if (heard.isUnknown()) {
            return source.open(clip);
          }
          Gathered gathered = new Gathered(piece -> compare(clip, piece));
          Sha256.OfSamples digest = new Sha256.OfSamples();
          return new WatchedStream(
              source.open(clip),
              block -> {
                gathered.add(block);
                digest.add(block);
              },
              () -> {
                gathered.end();
                String id = id(clip);
                note(id, finder.find(new ClipPrint(id, digest.hex(), Fingerprint.NONE)));
              });
        }
      };
    }

    private void compare(ClipAudio clip, Waveform waveform) {
      if (heard.isUnknown()) {
        return;
      }
      String id = id(clip);
      note(id, heard.clips().isEmpty() ? Optional.empty() : finder.find(id, waveform));
    }

    private String id(ClipAudio clip) {
      return ids.getOrDefault(clip, clip.toString());
    }

    /** Of the pieces of a clip one is enough. */
    private synchronized void note(String id, Optional<Copy> copy) {
      compared.merge(id, copy, (earlier, now) -> earlier.isPresent() ? earlier : now);
    }

    /** What was found so far. */
    public synchronized HeardCopies found() {
      List<Copy> copies = new ArrayList<>();
      compared.values().forEach(copy -> copy.ifPresent(copies::add));
      return of(heard, compared.size(), copies);
    }
  }

  /** Puts a stream together; of a long one pieces, each of which may be a copy. */
  private static final class Gathered {

    private static final int LONGEST = 120 * Waveform.MODEL_SAMPLE_RATE;

    /** Of a piece with less nothing is known again; it goes with the piece before. */
    private static final int SHORTEST = 10 * Waveform.MODEL_SAMPLE_RATE;

    private final Consumer<Waveform> pieces;
    private float[] samples = new float[0];
    private int filled;

    Gathered(Consumer<Waveform> pieces) {
      this.pieces = pieces;
    }

    void add(float[] block) {
      if (filled >= LONGEST + SHORTEST) {
        give(LONGEST);
      }
      if (samples.length < filled + block.length) {
        samples = Arrays.copyOf(samples, Math.max(filled + block.length, 2 * filled));
      }
      System.arraycopy(block, 0, samples, filled, block.length);
      filled += block.length;
    }

    void end() {
      give(filled);
    }

    private void give(int length) {
      pieces.accept(new Waveform(Arrays.copyOf(samples, length), Waveform.MODEL_SAMPLE_RATE));
      System.arraycopy(samples, length, samples, 0, filled - length);
      filled -= length;
    }
  }
}
