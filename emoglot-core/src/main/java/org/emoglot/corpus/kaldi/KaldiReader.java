package org.emoglot.corpus.kaldi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.CommonLabels;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.CorpusReader;
import org.emoglot.corpus.DataFiles;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.LenientText;
import org.emoglot.corpus.ListingBuilder;
import org.emoglot.corpus.NamedAudio;
import org.emoglot.corpus.PartNames;
import org.emoglot.data.Gender;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/** Reads Kaldi's data folders; a command in {@code wav.scp} is never run. */
public final class KaldiReader implements CorpusReader {

  private static final String AUDIO = "wav.scp";

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
    for (Path folder : folders(root)) {
      if (Files.exists(folder.resolve("segments"))) {
        throw new InvalidInputException(
            "Expected a file for each utterance, found segments of longer files in %s: cut them out"
                    .formatted(folder.resolve("segments"))
                + " first, such as with Kaldi's extract-segments.");
      }
      readFolder(folder, folder.equals(root), listing);
    }
    return listing.build(0);
  }

  private static void readFolder(Path folder, boolean only, ListingBuilder listing) {
    Map<String, String> emotions = table(folder.resolve("utt2emo"));
    Map<String, String> speakers = table(folder.resolve("utt2spk"));
    Path genderFile = folder.resolve("spk2gender");
    Map<String, String> genders = Files.exists(genderFile) ? table(genderFile) : Map.of();
    @Nullable Split part = only ? null : PartNames.within(folder.getFileName().toString());
    Map<String, String> files = table(folder.resolve(AUDIO));
    files.forEach(
        (key, named) -> {
          String emotion = emotions.getOrDefault(key, "");
          String speaker = speakers.getOrDefault(key, "");
          Optional<Path> audio = NamedAudio.find(folder, named);
          if (emotion.isEmpty() || speaker.isEmpty()) {
            listing.leave(
                key,
                LeftOut.Reason.TABLE,
                "utt2emo or utt2spk of %s does not name it.".formatted(folder));
          } else if (named.endsWith("|")) {
            listing.leave(
                key,
                LeftOut.Reason.MISSING,
                "Expected a file in wav.scp, found a command: %s".formatted(named));
          } else if (audio.isEmpty()) {
            listing.leave(NamedAudio.missing(key, named, AUDIO, folder));
          } else {
            listing.add(
                key,
                new CorpusClip(key, speaker, emotion, audio.get())
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

  /** Key to the rest of the line. */
  private static Map<String, String> table(Path file) {
    Map<String, String> table = new TreeMap<>();
    for (String line : LenientText.read(file).lines().map(String::strip).toList()) {
      String[] fields = line.split("\\s+", 2);
      if (!line.isEmpty()) {
        table.put(fields[0], fields.length > 1 ? fields[1] : "");
      }
    }
    return table;
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
