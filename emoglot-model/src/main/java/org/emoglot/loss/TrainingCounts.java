package org.emoglot.loss;

import java.util.List;

/**
 * What a term may know about a training before it begins.
 *
 * @param width D of the embeddings
 * @param speakers training speakers
 * @param clipsOfEmotion training utterances of each of the K emotions, in the order of the logits
 */
public record TrainingCounts(int width, int speakers, List<Long> clipsOfEmotion) {

  public TrainingCounts {
    clipsOfEmotion = List.copyOf(clipsOfEmotion);
  }
}
