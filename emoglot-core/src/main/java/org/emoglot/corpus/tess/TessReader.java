package org.emoglot.corpus.tess;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.data.Gender;

/**
 * Reads TESS: the name contains speaker, word and emotion; the folders, whose case varies, do not
 * matter.
 */
public final class TessReader extends NameReader {

  private static final Pattern NAME =
      Pattern.compile("(?<speaker>OAF?|YAF)_\\w+_(?<emotion>[a-z]+)", Pattern.CASE_INSENSITIVE);

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          angry angry
          happy happy
          neutral neutral
          sad sad
          disgust disgust
          fear fear
          ps surprise
          """);

  @Override
  public String naming() {
    return "OAF_Sad/OAF_back_sad (speaker, word, emotion)";
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
    String speaker = m.group("speaker").equalsIgnoreCase("YAF") ? "YAF" : "OAF";
    String emotion = m.group("emotion").toLowerCase(Locale.ROOT);
    return Optional.of(
        new CorpusClip(name.stem(), speaker, emotion, name.file()).by(Gender.FEMALE));
  }
}
