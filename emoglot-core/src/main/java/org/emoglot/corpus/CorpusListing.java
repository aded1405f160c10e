package org.emoglot.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a reader found below a corpus's root.
 *
 * @param clips recognised clips, sorted by key; keys are distinct
 * @param copies key to the other files with this clip, to be taken where the first is of no use;
 *     each is among those left out as well
 * @param leftOut audio files that are no clip of the corpus, and clips without audio, with the
 *     reason
 * @param passedOver files that are not audio, with the reason
 * @param notes sentences on what one would not expect
 * @param partsProblem why the corpus's own parts cannot be used, in a sentence without its end;
 *     empty if they can, or if there are none
 */
public record CorpusListing(
    List<CorpusClip> clips,
    Map<String, List<Copy>> copies,
    List<LeftOut> leftOut,
    List<PassedOver> passedOver,
    List<String> notes,
    String partsProblem) {

  /**
   * A further file with a clip.
   *
   * @param clip as this file tells it
   * @param leftOut how it was left out
   */
  public record Copy(CorpusClip clip, LeftOut leftOut) {}

  public CorpusListing {
    clips = List.copyOf(clips);
    copies = Map.copyOf(copies);
    leftOut = List.copyOf(leftOut);
    passedOver = List.copyOf(passedOver);
    notes = List.copyOf(notes);
  }

  /** The number of skipped files; those in skipped folders do not count. */
  public int otherFiles() {
    return (int) passedOver.stream().filter(PassedOver::isFile).count();
  }

  /** The same with other clips, such as with what a table tells beside their names. */
  public CorpusListing with(UnaryOperator<CorpusClip> change) {
    Map<String, List<Copy>> changed = new LinkedHashMap<>();
    copies.forEach(
        (key, list) ->
            changed.put(
                key,
                list.stream()
                    .map(copy -> new Copy(change.apply(copy.clip()), copy.leftOut()))
                    .toList()));
    return new CorpusListing(
        clips.stream().map(change).toList(), changed, leftOut, passedOver, notes, partsProblem);
  }
}
