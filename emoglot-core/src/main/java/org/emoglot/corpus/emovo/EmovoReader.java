package org.emoglot.corpus.emovo;

import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/** Reads EMOVO: the name contains emotion, speaker and sentence. */
public final class EmovoReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<emotion>[a-z]{3})-(?<speaker>[fm][1-3])-[a-z]\\d");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          rab angry
          gio happy
          tri sad
          neu neutral
          dis disgust
          pau fear
          sor surprise
          """);

  @Override
  public String naming() {
    return "f1/rab-f1-b1 (emotion, speaker, sentence)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    return byStem(name, NAME).map(clip -> clip.by(Gender.of(clip.speaker().substring(0, 1))));
  }
}
