package org.emoglot.corpus.hindi;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;

/** Reads the Hindi corpus: the name contains speaker, session, emotion and sentence. */
public final class HindiReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<speaker>[1-8])\\.[1-5]\\.(?<emotion>[A-Za-z]+)-\\d{1,2}");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          anger angry
          happy happy
          neutral neutral
          sad sad
          disgust disgust
          fear fear
          sarcastic sarcastic
          surprise surprise
          """);

  @Override
  public String naming() {
    return "3/session5/anger/3.5.anger-07 (speaker, session, emotion, sentence)";
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
    String word = m.group("emotion").toLowerCase(Locale.ROOT);
    String emotion =
        LABELS.emotions().containsKey(word) ? word : name.folder(0).toLowerCase(Locale.ROOT);
    return Optional.of(new CorpusClip(name.stem(), m.group("speaker"), emotion, name.file()));
  }
}
