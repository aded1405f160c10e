package org.emoglot.corpus.nemo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.NameReader;
import org.emoglot.corpus.SpeakerTable;

/** Reads nEMO: the name contains speaker, emotion and sentence, its table the gender. */
public final class NemoReader extends NameReader {

  private static final Pattern NAME = Pattern.compile("(?<speaker>[^_]+)_(?<emotion>[a-z]+)_\\d+");

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          anger angry
          happiness happy
          neutral neutral
          sadness sad
          fear fear
          surprise surprise
          surprised surprise
          """);

  @Override
  public String naming() {
    return "samples/EB0_anger_1 (speaker, emotion, sentence)";
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
    return SpeakerTable.withGenders(listing, root, "data.tsv", "speaker_id", "gender");
  }
}
