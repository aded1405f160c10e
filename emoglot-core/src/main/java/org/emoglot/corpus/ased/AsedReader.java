package org.emoglot.corpus.ased;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.audio.Conditioning;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/**
 * Reads ASED: the name contains everything; lengths and levels reveal the label and are corrected.
 */
public final class AsedReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile(
          "(?<emotion>[nhsafNHSAF])\\d-\\d\\d-\\d\\d-(?<gender>0[12])-(?<speaker>\\d\\d)");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          n neutral
          h happy
          s sad
          a angry
          f fear
          """);

  @Override
  public String naming() {
    return "03Happy/h3-04-02-01-35 (emotion, sentence, repetition, gender, speaker)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  public Conditioning conditioning() {
    return Conditioning.TRIM_AND_LEVEL;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    Matcher m = NAME.matcher(name.stem());
    if (!m.matches()) {
      return Optional.empty();
    }
    String emotion = m.group("emotion").toLowerCase(Locale.ROOT);
    return Optional.of(
        new CorpusClip(name.stem(), m.group("speaker"), emotion, name.file())
            .by(m.group("gender").equals("01") ? Gender.FEMALE : Gender.MALE));
  }

  /** A speaker's gender is that of most of the files; unknown if they are even. */
  @Override
  protected CorpusListing complete(Path root, CorpusListing listing) {
    Map<String, Integer> women = new HashMap<>();
    for (CorpusClip clip : listing.clips()) {
      women.merge(clip.speaker(), clip.gender() == Gender.FEMALE ? 1 : -1, Integer::sum);
    }
    return listing.with(
        clip -> {
          int majority = women.getOrDefault(clip.speaker(), 0);
          return clip.by(
              majority > 0 ? Gender.FEMALE : majority < 0 ? Gender.MALE : Gender.UNKNOWN);
        });
  }
}
