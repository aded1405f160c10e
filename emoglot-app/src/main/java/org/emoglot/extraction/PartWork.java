package org.emoglot.extraction;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipWindows;
import org.emoglot.audio.Waveform;
import org.emoglot.embedding.Embedding;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.io.AtomicFiles;
import org.emoglot.protocol.ClipSamples;

/**
 * Makes the parts of an extraction: some short clips, which are embedded together, or a long one,
 * which is embedded window by window. What is wrong with one clip takes no embedding from another.
 */
final class PartWork {

  private static final int CLIPS_PER_PART = 64;

  /** Ten minutes, so 38 MB. */
  private static final long SAMPLES_PER_PART = 600L * Waveform.MODEL_SAMPLE_RATE;

  private final Path out;
  private final List<Clip> clips;
  private final EmbeddingExtractor extractor;
  private final AudioSource audio;
  private final ExtractionListener listener;
  private final Workplace workplace;

  /** Frames as one array a clip are written at once; all else is kept in the workplace. */
  private final boolean arrays;

  /** Clips of manifests must hold the samples that their corpus was prepared with. */
  PartWork(
      ExtractionRequest request,
      EmbeddingExtractor extractor,
      AudioSource audio,
      ExtractionListener listener,
      Workplace workplace) {
    this.out = request.out();
    this.clips = request.clips().clips();
    this.extractor = extractor;
    this.audio = ClipSamples.verifying(audio, request.clips().rows());
    this.listener = listener;
    this.workplace = workplace;
    this.arrays = request.writesArrays();
  }

  /**
   * Reads and embeds the next clips, and keeps what they gave.
   *
   * @param first index of the first
   * @param number of the part
   */
  Part part(int first, int number) {
    List<Part.Done> done = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    List<Waveform> waveforms = new ArrayList<>();
    long samples = 0;
    int next = first;
    while (next < clips.size() && next - first < CLIPS_PER_PART && samples < SAMPLES_PER_PART) {
      Clip clip = clips.get(next);
      try {
        ClipWindows windows = ClipWindows.of(audio, clip.audio());
        if (windows.whole().isEmpty()) {
          if (next == first) {
            return longClip(first, windows, number);
          }
          break;
        }
        Waveform waveform = windows.whole().get();
        requireFrame(waveform, clip);
        waveforms.add(waveform);
        samples += waveform.samples().length;
        done.add(new Part.Done(next, 0, waveform.seconds()));
      } catch (InvalidInputException e) {
        skipped.add(skipped(clip, e));
      }
      listener.progress(first); // stops here if interrupted, which may be why a file was not read
      next++;
    }
    List<Embedding> embeddings = extractor.extract(waveforms);
    for (int i = 0; i < done.size(); i++) {
      Part.Done d = done.get(i);
      Embedding embedding = embeddings.get(i);
      done.set(i, new Part.Done(d.clip(), embedding.frames(), d.seconds()));
      if (arrays) {
        writeArray(
            clips.get(d.clip()), embedding.rows(), body -> Floats.write(body, embedding.values()));
      }
    }
    Part part = new Part(first, next, done, skipped);
    if (arrays || embeddings.isEmpty()) {
      workplace.keep(number, part);
    } else {
      workplace.keep(
          number,
          part,
          values -> {
            for (Embedding embedding : embeddings) {
              Floats.write(values, embedding.values());
            }
          });
    }
    return part;
  }

  /** Embeds a clip window by window. */
  private Part longClip(int index, ClipWindows windows, int number) {
    Clip clip = clips.get(index);
    int frames = extractor.frames(windows);
    Part part =
        new Part(
            index, index + 1, List.of(new Part.Done(index, frames, windows.seconds())), List.of());
    AtomicFiles.Content values =
        out ->
            extractor.extract(
                windows,
                some -> {
                  write(out, some);
                  listener.progress(index); // stops here if interrupted
                });
    try {
      if (arrays) {
        writeArray(clip, frames, values);
        workplace.keep(number, part);
      } else {
        workplace.keep(number, part, values);
      }
      return part;
    } catch (InvalidInputException e) { // it has changed since it was read to its end just now
      Part without = new Part(index, index + 1, List.of(), List.of(skipped(clip, e)));
      workplace.keep(number, without);
      return without;
    }
  }

  private static void write(OutputStream out, float[] values) {
    try {
      Floats.write(out, values);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write embeddings: " + e.getMessage(), e);
    }
  }

  private static final class TooShort extends InvalidInputException {
    private static final long serialVersionUID = 1;

    TooShort(String sentence) {
      super(sentence);
    }
  }

  private void requireFrame(Waveform waveform, Clip clip) {
    int shortest = extractor.minimumSamples();
    if (waveform.samples().length < shortest) {
      throw new TooShort(
          "Expected at least %d samples at %d Hz, enough for one frame, in %s, found %d: leave the clip out."
              .formatted(shortest, waveform.sampleRate(), clip.file(), waveform.samples().length));
    }
  }

  private static Skipped skipped(Clip clip, InvalidInputException why) {
    Skipped.Reason reason =
        why instanceof TooShort
            ? Skipped.Reason.TOO_SHORT
            : why instanceof ClipSamples.Changed
                ? Skipped.Reason.CHANGED
                : Skipped.Reason.UNDECODABLE;
    return new Skipped(clip.file().toString(), reason, String.valueOf(why.getMessage()));
  }

  private void writeArray(Clip clip, long rows, AtomicFiles.Content values) {
    Path file = out.resolve(clip.npy());
    AtomicFiles.removeLeftovers(Objects.requireNonNull(file.getParent()));
    AtomicFiles.write(file, array -> Npy.write(array, rows, extractor.width(), values));
  }
}
