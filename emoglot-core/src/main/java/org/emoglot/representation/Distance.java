package org.emoglot.representation;

/** How far apart two embeddings are. */
public enum Distance {
  /** The length of the difference. */
  EUCLIDEAN,
  /** 1 - cosine, in [0, 2]: only the direction counts. */
  COSINE
}
