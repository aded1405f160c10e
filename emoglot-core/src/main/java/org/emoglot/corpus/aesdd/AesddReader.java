package org.emoglot.corpus.aesdd;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;

/** Reads AESDD: emotion letter, sentence and, in parentheses, the speaker. */
public final class AesddReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile(
          "(?<emotion>[adfhs])(?<sentence>\\d\\d)\\s*\\((?<speaker>\\d{1,4})\\)\\s*(?<take>[a-z]?)");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          a angry
          h happy
          s sad
          d disgust
          f fear
          """);

  @Override
  public String naming() {
    return "anger/a01 (5)b (emotion letter with sentence, speaker, take)";
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
    String key =
        "%s%s (%s)%s"
            .formatted(
                m.group("emotion"), m.group("sentence"), m.group("speaker"), m.group("take"));
    String speaker = String.valueOf(Integer.parseInt(m.group("speaker"))); // also written (01)
    return Optional.of(new CorpusClip(key, speaker, m.group("emotion"), name.file()));
  }
}
