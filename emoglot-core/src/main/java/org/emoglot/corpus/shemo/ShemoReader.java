package org.emoglot.corpus.shemo;

import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/** Reads ShEMO: speaker with gender letter, emotion letter and number. */
public final class ShemoReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<speaker>[FM]\\d\\d)(?<emotion>[A-Z])\\d\\d+");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          A angry
          H happy
          N neutral
          S sad
          F fear
          W surprise
          """);

  @Override
  public String naming() {
    return "female/F01A01 (speaker, emotion letter, number)";
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
