package org.emoglot.corpus.crema;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.corpus.SpeakerTable;

/** Reads CREMA-D: the name contains actor, sentence, emotion and level. */
public final class CremaReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<speaker>1\\d{3})_[A-Z]{3}_(?<emotion>[A-Z]{3})_[A-Z]{1,2}");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          ANG angry
          HAP happy
          NEU neutral
          SAD sad
          DIS disgust
          FEA fear
          """);

  @Override
  public String naming() {
    return "AudioWAV/1001_DFA_ANG_XX (actor, sentence, emotion, level)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    return byStem(name, NAME);
  }

  @Override
  protected CorpusListing complete(Path root, CorpusListing listing) {
    return SpeakerTable.withGenders(listing, root, "VideoDemographics.csv", "actorid", "sex");
  }
}
