package org.emoglot.corpus.iemocap;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.CorpusReader;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.LenientText;
import org.emoglot.corpus.ListingBuilder;
import org.emoglot.data.Gender;
import org.jspecify.annotations.Nullable;

/** Reads IEMOCAP: audio by name, emotions from the evaluation files of the dialogues. */
public final class IemocapReader implements CorpusReader {

  /** The letter after the session tells who wore the markers; the last one who speaks. */
  private static final Pattern NAME =
      Pattern.compile("(?<session>Ses0[1-5])[FM]_\\w+_(?<gender>[FM])[A-Z]*\\d{3}");

  /** Such as {@code [6.2901 - 8.2357] Ses01F_impro01_F000 neu [2.5000, 2.5000, 2.5000]}. */
  private static final Pattern EVALUATION =
      Pattern.compile("(?m)^\\[[\\d. -]+\\]\\s+(?<clip>Ses\\w+)\\s+(?<emotion>[a-z]{3})\\b");

  private static final String EVALUATION_FOLDER = "EmoEvaluation";

  /** Excitement is often counted as happiness: here only if a label map says {@code exc happy}. */
  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          ang angry
          hap happy
          neu neutral
          sad sad
          exc excited
          fru frustrated
          fea fear
          sur surprise
          dis disgust
          oth other
          xxx undecided
          """);

  @Override
  public String naming() {
    return "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F000 (session, dialogue, speaker"
        + " letter with turn)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  public CorpusListing read(Path root) {
    AudioFiles files = AudioFiles.under(root);
    Map<String, String> emotions = emotions(root, files);
    ListingBuilder listing = new ListingBuilder();
    for (ClipName name : files.clips()) {
      Matcher m = NAME.matcher(name.stem());
      @Nullable String emotion = emotions.get(name.stem());
      if (!m.matches()) {
        listing.leave(
            name.name(),
            LeftOut.Reason.NAME,
            "Expected a name such as " + naming() + ", found " + name.name() + ".");
      } else if (emotion == null) {
        listing.leave(name.name(), LeftOut.Reason.TABLE, "No evaluation of " + name.stem() + ".");
      } else {
        String speaker = m.group("session") + m.group("gender");
        listing.add(
            name.name(),
            new CorpusClip(name.stem(), speaker, emotion, name.file())
                .by(Gender.of(m.group("gender"))));
      }
    }
    for (String clip : emotions.keySet()) {
      if (!listing.has(clip)) {
        listing.leave(clip, LeftOut.Reason.MISSING, "It has an evaluation, but no audio.");
      }
    }
    listing.passOver(files.passedOver());
    return listing.build();
  }

  private static Map<String, String> emotions(Path root, AudioFiles files) {
    Map<String, String> emotions = new TreeMap<>();
    for (Path file : files.otherFiles()) {
      boolean evaluation =
          file.getFileName().toString().matches("Ses.*\\.txt")
              && file.toAbsolutePath().normalize().resolveSibling("").endsWith(EVALUATION_FOLDER);
      if (evaluation) {
        Matcher m = EVALUATION.matcher(LenientText.read(file));
        while (m.find()) {
          emotions.put(m.group("clip"), m.group("emotion"));
        }
      }
    }
    if (emotions.isEmpty()) {
      throw new InvalidInputException(
          "Expected evaluations such as Session1/dialog/EmoEvaluation/Ses01F_impro01.txt below %s,"
                  .formatted(root)
              + " found none.");
    }
    return emotions;
  }
}
