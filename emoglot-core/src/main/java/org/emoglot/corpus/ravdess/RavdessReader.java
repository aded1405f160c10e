package org.emoglot.corpus.ravdess;

import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/** Reads RAVDESS: seven numbers say all; song and video are no clips of the corpus. */
public final class RavdessReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("03-01-(?<emotion>\\d\\d)-\\d\\d-\\d\\d-\\d\\d-(?<speaker>\\d\\d)");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          01 neutral
          02 calm
          03 happy
          04 sad
          05 angry
          06 fear
          07 disgust
          08 surprise
          """);

  @Override
  public String naming() {
    return "Actor_01/03-01-05-02-01-01-01 (audio only, speech, emotion, ..., actor)";
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
