package org.emoglot.corpus.banglaser;

import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/** Reads BanglaSER: seven numbers as in RAVDESS, but for other emotions. */
public final class BanglaserReader extends NameReader {

  /** A few files begin with 01-01. */
  private static final Pattern NAME =
      Pattern.compile(
          "0[13]-01-(?<emotion>\\d\\d)-0[12]-0[1-3]-\\d\\d-(?<speaker>0[1-9]|[12]\\d|3[0-4])");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          01 happy
          02 sad
          03 angry
          04 surprise
          05 neutral
          """);

  @Override
  public String naming() {
    return "03-01-05-01-02-02-27 (.., .., emotion, intensity, sentence, repetition, actor)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    return byStem(name, NAME).map(clip -> clip.by(Gender.ofNumber(clip.speaker())));
  }
}
