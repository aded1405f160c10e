package org.emoglot.corpus.esd;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/** Reads one of the two languages of ESD. */
public final class EsdReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<speaker>00(?:0[1-9]|1\\d|20))_(?<number>\\d{6})");

  /** In the order of the numbers, which are the same for every speaker. */
  private static final List<String> EMOTIONS =
      List.of("neutral", "angry", "happy", "sad", "surprise");

  private static final int CLIPS_OF_EMOTION = 350;

  private static final int FIRST_ENGLISH_SPEAKER = 11;

  private static final Map<String, Split> PARTS =
      Map.of("train", Split.TRAIN, "evaluation", Split.VALIDATION, "test", Split.TEST);

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          angry angry
          happy happy
          neutral neutral
          sad sad
          surprise surprise
          """);

  private final boolean english;

  private EsdReader(boolean english) {
    this.english = english;
  }

  /** Speakers 0001 to 0010. */
  public static EsdReader mandarin() {
    return new EsdReader(false);
  }

  /** Speakers 0011 to 0020. */
  public static EsdReader english() {
    return new EsdReader(true);
  }

  @Override
  public String naming() {
    return english
        ? "0011/Angry/0011_000351 (speaker 0011 to 0020, emotion, number)"
        : "0001/Angry/0001_000351 (speaker 0001 to 0010, emotion, number)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    Matcher m = NAME.matcher(name.stem());
    if (!m.matches() || ofTheOtherLanguage(m)) {
      return Optional.empty();
    }
    @Nullable Split part = PARTS.get(name.folder(0).toLowerCase(Locale.ROOT));
    String folder = name.folder(part == null ? 0 : 1).toLowerCase(Locale.ROOT);
    int number = Integer.parseInt(m.group("number"));
    if (number < 1 || number > EMOTIONS.size() * CLIPS_OF_EMOTION) {
      return Optional.empty();
    }
    String emotion =
        EMOTIONS.contains(folder) ? folder : EMOTIONS.get((number - 1) / CLIPS_OF_EMOTION);
    return Optional.of(
        new CorpusClip(name.stem(), m.group("speaker"), emotion, name.file()).in(part));
  }

  @Override
  protected LeftOut unrecognised(ClipName name) {
    Matcher m = NAME.matcher(name.stem());
    return m.matches() && ofTheOtherLanguage(m)
        ? new LeftOut(
            name.name(),
            LeftOut.Reason.LANGUAGE,
            "Speaker %s speaks %s.".formatted(m.group("speaker"), english ? "Mandarin" : "English"))
        : super.unrecognised(name);
  }

  private boolean ofTheOtherLanguage(Matcher name) {
    return (Integer.parseInt(name.group("speaker")) >= FIRST_ENGLISH_SPEAKER) != english;
  }
}
