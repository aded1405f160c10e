package org.emoglot.corpus.turev;

import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;

/** Reads TurEV-DB: the name contains speaker, emotion and word. */
public final class TurevReader extends NameReader {

  private static final Pattern NAME = Pattern.compile("(?<speaker>\\d+)_(?<emotion>[a-z]{2})_.+");

  /**
   * The corpus has no neutral speech but calm (sakin), which is taken for it. A label map with the
   * line {@code sk calm} keeps them apart.
   */
  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          kz angry
          mt happy
          hl sad
          sk neutral
          """);

  @Override
  public String naming() {
    return "Sound Source/Calm/1234_sk_bugu (speaker, emotion letters, word)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    return byStem(name, NAME);
  }
}
