package org.emoglot.corpus.kaldi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.CommonLabels;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.CorpusReader;
import org.emoglot.corpus.DataFiles;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.ListingBuilder;
import org.emoglot.corpus.NamedAudio;
import org.emoglot.corpus.PartNames;
import org.emoglot.corpus.Seconds;
import org.emoglot.corpus.TableLength;
import org.emoglot.corpus.UnnamedFiles;
import org.emoglot.data.Gender;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/** Reads Kaldi's data folders; a command in {@code wav.scp} is never run. */
public final class KaldiReader implements CorpusReader {

  private static final String AUDIO = "wav.scp";

  private static final List<String> TABLES =
      List.of(AUDIO, "utt2emo", "utt2spk", "spk2gender", "utt2dur", "spk2utt", "text");

  @Override
  public String naming() {
    return "wav.scp, utt2emo and utt2spk";
  }

  @Override
  public LabelMap labels() {
    return CommonLabels.MAP;
  }

  @Override
  public CorpusListing read(Path root) {
    ListingBuilder listing = new ListingBuilder();
    Set<Path> tables = new HashSet<>();
    Set<Path> named = new HashSet<>();
    for (Path folder : folders(root)) {
      if (Files.exists(folder.resolve("segments"))) {
        throw new InvalidInputException(
            "Expected a file for each utterance, found segments of longer files in %s: cut them out"
                    .formatted(folder.resolve("segments"))
                + " first, such as with Kaldi's extract-segments.");
      }
      readFolder(folder, folder.equals(root), listing, named);
      TABLES.forEach(table -> tables.add(folder.resolve(table)));
    }
    listing.passOver(UnnamedFiles.below(root, tables, named));
    return listing.build();
  }

  private static void readFolder(
      Path folder, boolean only, ListingBuilder listing, Set<Path> named) {
    Map<String, String> emotions = KaldiTable.read(folder.resolve("utt2emo"));
    Map<String, String> speakers = KaldiTable.read(folder.resolve("utt2spk"));
    Map<String, String> genders = optionalTable(folder.resolve("spk2gender"));
    Map<String, String> durations = optionalTable(folder.resolve("utt2dur"));
    @Nullable Split part = only ? null : PartNames.within(folder.getFileName().toString());
    Map<String, String> files = KaldiTable.read(folder.resolve(AUDIO));
    files.forEach(
        (key, path) -> {
          String emotion = emotions.getOrDefault(key, "");
          String speaker = speakers.getOrDefault(key, "");
          Optional<Path> audio = NamedAudio.find(folder, path);
          if (emotion.isEmpty() || speaker.isEmpty()) {
            listing.leave(
                key,
                LeftOut.Reason.TABLE,
                "utt2emo or utt2spk of %s does not name it.".formatted(folder));
          } else if (path.endsWith("|")) {
            listing.leave(
                key,
                LeftOut.Reason.MISSING,
                "Expected a file in wav.scp, found a command: %s".formatted(path));
          } else if (audio.isEmpty()) {
            listing.leave(NamedAudio.missing(key, path, AUDIO, folder));
          } else {
            named.add(audio.get());
            listing.add(
                key,
                new CorpusClip(key, speaker, emotion, audio.get())
                    .lasting(TableLength.of(seconds(durations.getOrDefault(key, ""))))
                    .by(Gender.of(genders.getOrDefault(speaker, "")))
                    .in(part));
          }
        });
    for (String key : emotions.keySet()) {
      if (!files.containsKey(key)) {
        listing.leave(key, LeftOut.Reason.MISSING, "utt2emo names it, but wav.scp does not.");
      }
    }
  }

  /** What is no time tells nothing. */
  private static double seconds(String text) {
    try {
      return Seconds.parse(text).orElse(0);
    } catch (InvalidInputException e) {
      return 0;
    }
  }

  private static Map<String, String> optionalTable(Path file) {
    return Files.exists(file) ? KaldiTable.read(file) : Map.of();
  }

  private static List<Path> folders(Path root) {
    return isDataFolder(root)
        ? List.of(root)
        : DataFiles.in(
            root,
            KaldiReader::isDataFolder,
            "a folder with wav.scp, utt2emo and utt2spk, or folders with them,");
  }

  private static boolean isDataFolder(Path folder) {
    return Files.isRegularFile(folder.resolve(AUDIO));
  }
}
