package org.emoglot.corpus.savee;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/** Reads SAVEE, with a folder for each speaker or with the speaker in front of the name. */
public final class SaveeReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?:(?<speaker>\\w+)_)?(?<emotion>sa|su|[adfhn])(?<number>\\d\\d)");

  private static final Set<String> SPEAKERS = Set.of("DC", "JE", "JK", "KL");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          a angry
          h happy
          n neutral
          sa sad
          d disgust
          f fear
          su surprise
          """);

  @Override
  public String naming() {
    return "AudioData/DC/sa01 or DC_sa01 (speaker, emotion letters with number)";
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
    String speaker = m.group("speaker") == null ? name.folder(0) : m.group("speaker");
    return SPEAKERS.contains(speaker)
        ? Optional.of(
            new CorpusClip(
                    speaker + "_" + m.group("emotion") + m.group("number"),
                    speaker,
                    m.group("emotion"),
                    name.file())
                .by(Gender.MALE))
        : Optional.empty();
  }
}
