package org.emoglot.fingerprint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.emoglot.InvalidInputException;
import org.emoglot.io.AtomicFiles;

/**
 * The clips that a saved model has heard, so a later evaluation can recognise them: a compressed
 * text with one line of a few hundred bytes per clip.
 *
 * @param all whether these are all clips that it heard, those of its backbone too
 * @param clips in the order of ids; a clip with two names occurs twice
 */
public record HeardClips(boolean all, List<ClipPrint> clips) {

  /** Beside a model's weights. */
  public static final String FILE = "heard-clips.tsv.gz";

  /** Of a model that starts from random weights. */
  public static final HeardClips NONE = new HeardClips(true, List.of());

  /** Of a model that keeps nothing: another program's, or that of an earlier version. */
  public static final HeardClips UNKNOWN = new HeardClips(false, List.of());

  private static final String ALL = "all\ttrue";
  private static final String SOME = "all\tfalse";

  public HeardClips {
    clips = List.copyOf(clips);
  }

  /** Whether nothing is known at all. */
  public boolean isUnknown() {
    return !all && clips.isEmpty();
  }

  /** The same and more. */
  public HeardClips and(Collection<ClipPrint> more) {
    Map<String, ClipPrint> byName = new TreeMap<>();
    clips.forEach(clip -> byName.put(clip.id() + "\t" + clip.sha256(), clip));
    more.forEach(clip -> byName.put(clip.id() + "\t" + clip.sha256(), clip));
    return new HeardClips(all, new ArrayList<>(byName.values()));
  }

  /** What either of two models heard. */
  public HeardClips and(HeardClips other) {
    return new HeardClips(all && other.all, and(other.clips).clips());
  }

  /** Writes the file into a model's folder. */
  public void write(Path folder) {
    StringBuilder text = new StringBuilder(all ? ALL : SOME).append('\n');
    for (ClipPrint clip : clips) {
      text.append(clip.id().replace('\t', ' ').replace('\n', ' '))
          .append('\t')
          .append(clip.sha256())
          .append('\t')
          .append(clip.fingerprint().text())
          .append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(
        folder.resolve(FILE),
        out -> {
          try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
          }
        });
  }

  /**
   * Reads the file of a model's folder; {@link #UNKNOWN} where there is none.
   *
   * @throws InvalidInputException if it is damaged
   */
  public static HeardClips read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return UNKNOWN;
    }
    List<String> lines;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (ZipException | EOFException e) {
      throw damaged(file, "no compressed text: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    if (lines.isEmpty() || !List.of(ALL, SOME).contains(lines.get(0))) {
      throw damaged(file, "another first line");
    }
    List<ClipPrint> clips = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 3) {
        throw damaged(file, "%d fields in line %d".formatted(fields.length, clips.size() + 2));
      }
      clips.add(new ClipPrint(fields[0], fields[1], Fingerprint.parse(fields[2])));
    }
    return new HeardClips(lines.get(0).equals(ALL), clips);
  }

  private static InvalidInputException damaged(Path file, String found) {
    return new InvalidInputException(
        "Expected the list of clips that a model has heard in %s, found %s: restore the file."
            .formatted(file, found));
  }
}
