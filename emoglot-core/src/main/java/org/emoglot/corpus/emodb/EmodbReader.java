package org.emoglot.corpus.emodb;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/** Reads EMO-DB: the seven letters of the name contain everything. */
public final class EmodbReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<speaker>03|08|09|1[0-6])[ab]\\d\\d(?<emotion>[A-Z])[a-z]");

  /** By the authors' page; the other five are women. */
  private static final Set<String> MEN = Set.of("03", "10", "11", "12", "15");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          W angry
          F happy
          T sad
          N neutral
          A fear
          E disgust
          L boredom
          """);

  @Override
  public String naming() {
    return "wav/03a01Fa (speaker, text, emotion letter, version)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    return byStem(name, NAME)
        .map(clip -> clip.by(MEN.contains(clip.speaker()) ? Gender.MALE : Gender.FEMALE));
  }
}
