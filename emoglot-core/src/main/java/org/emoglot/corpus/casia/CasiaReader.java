package org.emoglot.corpus.casia;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;

/** Reads CASIA: file names repeat, so speaker and emotion folder are part of the key. */
public final class CasiaReader extends NameReader {

  private static final List<String> SPEAKERS =
      List.of("ZhaoZuoxiang", "liuchanhg", "wangzhe", "zhaoquanyin");

  private static final Pattern SENTENCE = Pattern.compile("\\d{3}");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          angry angry
          happy happy
          neutral neutral
          sad sad
          fear fear
          surprise surprise
          """);

  @Override
  public String naming() {
    return "liuchanhg/angry/201 (speaker, emotion, sentence)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    if (!SENTENCE.matcher(name.stem()).matches()) {
      return Optional.empty();
    }
    String emotion = name.folder(0).toLowerCase(Locale.ROOT);
    return SPEAKERS.stream()
        .filter(speaker -> speaker.equalsIgnoreCase(name.folder(1)))
        .map(
            speaker ->
                new CorpusClip(
                    speaker + "/" + emotion + "/" + name.stem(), speaker, emotion, name.file()))
        .findFirst();
  }
}
