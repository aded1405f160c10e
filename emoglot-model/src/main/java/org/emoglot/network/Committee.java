package org.emoglot.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Scorer;
import org.emoglot.data.LabelSet;
import org.emoglot.metric.Votes;
import org.emoglot.tensor.Precision;

/**
 * Networks that answer together; a single network is a committee with its own answer, bit for bit.
 *
 * <p>The answer is the mean of the probabilities of the members, each a softmax of its logits: a
 * deep ensemble (B. Lakshminarayanan, A. Pritzel and C. Blundell, <i>Simple and scalable predictive
 * uncertainty estimation using deep ensembles</i>, NIPS 2017). A mean of log-probabilities would
 * give each member a veto: one that is sure, and wrong, can make an emotion impossible whatever the
 * others say; in a mean of probabilities it has one voice. The temperature is applied to the mean
 * and not to the members (R. Rahaman and A. H. Thiery, <i>Uncertainty quantification and deep
 * ensembles</i>, NeurIPS 2021), since members that disagree make the mean less sure than each.
 *
 * <p>What is frozen, such as log-mel frames, is computed once for all members that share it.
 * Several threads may ask at the same time, while none changes the precision or closes it.
 */
public final class Committee implements AutoCloseable {

  private final List<EmotionNetwork> members;

  /** By member; those that prepare a clip alike have the same. */
  private List<String> preparations;

  /**
   * Puts a committee together.
   *
   * @param members at least one, all with the same labels in the same order; closed with it
   */
  public Committee(List<EmotionNetwork> members) {
    if (members.stream().map(EmotionNetwork::labels).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "Expected members of the same labels, found %s."
              .formatted(members.stream().map(EmotionNetwork::labels).toList()));
    }
    this.members = List.copyOf(members);
    this.preparations = preparations();
  }

  private List<String> preparations() {
    if (members.size() == 1) {
      return List.of(""); // shared with no other member, so hashing weights is useless
    }
    return members.stream()
        .map(
            member ->
                String.join(
                    "\n",
                    member.views().id(),
                    member.encoder().cut(),
                    member.encoder().preparationHash()))
        .toList();
  }

  /** Computes in another precision from now on; see {@link EmotionNetwork#setPrecision}. */
  public void setPrecision(Precision precision) {
    members.forEach(member -> member.setPrecision(precision));
    preparations = preparations();
  }

  /** The networks, in the order of their embeddings. */
  List<EmotionNetwork> members() {
    return members;
  }

  public LabelSet labels() {
    return members.get(0).labels();
  }

  /** Number of values in the parameters of all members. */
  public long parameters() {
    return members.stream().mapToLong(m -> EmotionNetwork.count(m.parameters())).sum();
  }

  /** How often what is frozen is computed for a clip. */
  int preparationsPerClip() {
    return new HashSet<>(preparations).size();
  }

  /**
   * What each member says of clips at 16 kHz.
   *
   * @return for each clip the logits (K) of each member
   */
  public List<List<float[]>> votes(List<Waveform> clips) {
    return answers(clips).stream()
        .map(answers -> answers.stream().map(BatchedInference.Answer::logits).toList())
        .toList();
  }

  /** What each member says of clips at 16 kHz: for each clip the answer of each member. */
  private List<List<BatchedInference.Answer>> answers(List<Waveform> clips) {
    Map<String, List<List<BatchedInference.Part>>> prepared = new HashMap<>();
    List<List<BatchedInference.Answer>> byMember = new ArrayList<>();
    for (int m = 0; m < members.size(); m++) {
      EmotionNetwork member = members.get(m);
      byMember.add(
          new BatchedInference(member)
              .answerParts(
                  prepared.computeIfAbsent(
                      preparations.get(m), unused -> ClipParts.of(member, clips))));
    }
    List<List<BatchedInference.Answer>> byClip = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      int clip = i;
      byClip.add(byMember.stream().map(answers -> answers.get(clip)).toList());
    }
    return byClip;
  }

  /**
   * What all members together say of clips at 16 kHz.
   *
   * @return of each clip the logits (K), whose softmax are the probabilities: those of a single
   *     member, or the logarithms of the mean probabilities of several; and the embeddings of the
   *     members one after the other
   */
  public List<Scorer.Result> score(List<Waveform> clips) {
    return answers(clips).stream()
        .map(
            answers ->
                new Scorer.Result(
                    Votes.pool(answers.stream().map(BatchedInference.Answer::logits).toList()),
                    joined(answers.stream().map(BatchedInference.Answer::embedding).toList())))
        .toList();
  }

  /**
   * What all members together say of an embedding.
   *
   * @param embedding the members' embeddings one behind the other, as {@link #score} gives them
   * @return the logits (K), as {@link #score} gives them
   */
  public float[] logits(float[] embedding) {
    List<float[]> votes = new ArrayList<>();
    int at = 0;
    for (EmotionNetwork member : members) {
      int width = member.encoder().width();
      votes.add(new BatchedInference(member).logits(Arrays.copyOfRange(embedding, at, at + width)));
      at += width;
    }
    return Votes.pool(votes);
  }

  private static float[] joined(List<float[]> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    float[] joined = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  @Override
  public void close() {
    members.forEach(EmotionNetwork::close);
  }
}
