package org.emoglot.corpus.folders;

import java.util.List;
import java.util.Optional;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CommonLabels;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.corpus.PartNames;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/** Reads one folder per label, which may contain one folder per speaker. */
public final class FoldersReader extends NameReader {

  @Override
  public String naming() {
    return "angry/anna/01 or angry/01 (label, speaker, clip)";
  }

  @Override
  public LabelMap labels() {
    return CommonLabels.MAP;
  }

  @Override
  protected Optional<CorpusClip> recognise(ClipName name) {
    @Nullable Split part = name.folders().isEmpty() ? null : PartNames.of(name.folders().get(0));
    List<String> folders = name.folders().subList(part == null ? 0 : 1, name.folders().size());
    if (folders.isEmpty()) {
      return Optional.empty();
    }
    String speaker = folders.size() > 1 ? folders.get(1) : CorpusClip.UNKNOWN_SPEAKER;
    return Optional.of(new CorpusClip(name.name(), speaker, folders.get(0), name.file()).in(part));
  }
}
