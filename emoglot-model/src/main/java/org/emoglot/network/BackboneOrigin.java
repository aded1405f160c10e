package org.emoglot.network;

/**
 * The origin of the encoder of a model.
 *
 * @param name as it was asked for: a folder's name, or {@code mini}
 * @param sha256 of its weights file; empty for an encoder that was drawn from a seed
 * @param location its folder; empty for an encoder that was drawn from a seed
 */
public record BackboneOrigin(String name, String sha256, String location) {

  /** An encoder that no file holds. */
  static BackboneOrigin drawn(String name) {
    return new BackboneOrigin(name, "", "");
  }

  /** Whether a file holds the encoder, so that a model can refer to it. */
  boolean isStored() {
    return !location.isEmpty();
  }
}
