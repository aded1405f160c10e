package org.emoglot.corpus.synthetic;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;

/** Reads one language of the synthetic demonstration corpus. */
public final class SyntheticReader extends NameReader {

  private static final Pattern NAME = Pattern.compile("(?<emotion>[a-z]+)_\\d+");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          angry angry
          happy happy
          neutral neutral
          sad sad
          """);

  private final String language;

  /**
   * A reader of one language.
   *
   * @param language name of its folder below the root
   */
  public SyntheticReader(String language) {
    this.language = language;
  }

  @Override
  public String naming() {
    return language + "/v1/angry_03 (language, voice, emotion with number)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Path folder(Path root) {
    return root.resolve(language);
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    Matcher m = NAME.matcher(name.stem());
    String voice = name.folder(0);
    return m.matches() && !voice.isEmpty()
        ? Optional.of(
            new CorpusClip(voice + "/" + name.stem(), voice, m.group("emotion"), name.file()))
        : Optional.empty();
  }
}
