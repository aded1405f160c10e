package org.emoglot.corpus.cafe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/** Reads CaFE: the name tells all, so that the accents of its folders do not matter. */
public final class CafeReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<speaker>\\d\\d)-(?:(?<emotion>[CDJPST])-[12]|(?<neutral>N))-\\d");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          C angry
          J happy
          T sad
          N neutral
          D disgust
          P fear
          S surprise
          """);

  @Override
  public String naming() {
    return "Colère/Fort/01-C-2-2 or Neutre/01-N-1 (actor, emotion letter, intensity, sentence)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    Matcher m = NAME.matcher(name.stem());
    if (!m.matches()) {
      return Optional.empty();
    }
    String emotion = m.group("neutral") == null ? m.group("emotion") : m.group("neutral");
    String speaker = m.group("speaker");
    return Optional.of(
        new CorpusClip(name.stem(), speaker, emotion, name.file()).by(Gender.ofNumber(speaker)));
  }
}
