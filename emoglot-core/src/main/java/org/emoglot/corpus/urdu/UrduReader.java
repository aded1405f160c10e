package org.emoglot.corpus.urdu;

import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/** Reads URDU: the name repeats the folder's emotion, so the name suffices. */
public final class UrduReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<speaker>S[MF]\\d+)_F\\d+_(?<emotion>[A-Z])\\d+");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          A angry
          H happy
          N neutral
          S sad
          """);

  @Override
  public String naming() {
    return "Angry/SM1_F8_A08 (speaker, file, emotion letter with number)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    return byStem(name, NAME).map(clip -> clip.by(Gender.of(clip.speaker().substring(1, 2))));
  }
}
