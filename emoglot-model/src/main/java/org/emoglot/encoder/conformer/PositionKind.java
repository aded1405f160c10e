package org.emoglot.encoder.conformer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.nn.AttentionPositions;
import org.emoglot.nn.DistancePositions;
import org.emoglot.nn.RotaryPositions;
import org.emoglot.nn.SinusoidPositions;
import org.emoglot.tensor.Parameters;

/** How the attention of conformer layers knows where frames are. */
public sealed interface PositionKind {

  /** In config.json; absent or null is no positions. */
  String KEY = "position_embeddings_type";

  /**
   * Reads the kind.
   *
   * @param keys with a value of each key that a kind needs
   */
  static PositionKind read(ConfigKeys keys) {
    if (!keys.json().hasNonNull(KEY)) {
      return new None();
    }
    return switch (keys.text(KEY)) {
      case Sinusoids.ID -> new Sinusoids();
      case Rotary.ID -> new Rotary(keys.number(Rotary.BASE));
      case Vectors.ID -> new Vectors(keys.integer(Vectors.LEFT), keys.integer(Vectors.RIGHT));
      default ->
          throw new InvalidInputException(
              "Expected %s = %s, %s or %s in %s, found '%s'."
                  .formatted(
                      KEY, Sinusoids.ID, Rotary.ID, Vectors.ID, keys.origin(), keys.text(KEY)));
    };
  }

  /** For the attention of one layer. */
  AttentionPositions build(int width, int heads, Parameters parameters, String attention);

  /** Refuses a width that it cannot have. */
  default void requireFit(int width, int heads) {}

  /** Its keys of config.json. */
  Map<String, Object> toJson();

  /** No positions but those that the convolutions give. */
  record None() implements PositionKind {

    @Override
    public AttentionPositions build(int width, int heads, Parameters parameters, String attention) {
      return AttentionPositions.NONE;
    }

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put(KEY, null);
      return json;
    }
  }

  /** Transformer-XL's; see {@link SinusoidPositions}. */
  record Sinusoids() implements PositionKind {

    static final String ID = "relative";

    @Override
    public AttentionPositions build(int width, int heads, Parameters parameters, String attention) {
      return new SinusoidPositions(width, heads, parameters, attention);
    }

    @Override
    public void requireFit(int width, int heads) {
      requireEven(width, "hidden_size", ID);
    }

    @Override
    public Map<String, Object> toJson() {
      return Map.of(KEY, ID);
    }
  }

  /**
   * Rotation; see {@link RotaryPositions}.
   *
   * @param base of the wavelengths
   */
  record Rotary(double base) implements PositionKind {

    static final String ID = "rotary";
    static final String BASE = "rotary_embedding_base";

    public Rotary {
      if (!(base > 0)) {
        throw new InvalidInputException("Expected a positive %s, found %s.".formatted(BASE, base));
      }
    }

    @Override
    public AttentionPositions build(int width, int heads, Parameters parameters, String attention) {
      return new RotaryPositions(width, heads, base);
    }

    @Override
    public void requireFit(int width, int heads) {
      requireEven(width / heads, "hidden_size / num_attention_heads", ID);
    }

    @Override
    public Map<String, Object> toJson() {
      return Map.of(KEY, ID, BASE, base);
    }
  }

  /**
   * A learned vector for each distance; see {@link DistancePositions}.
   *
   * @param left the largest distance of a key before the query
   * @param right of a key after it
   */
  record Vectors(int left, int right) implements PositionKind {

    static final String ID = "relative_key";
    static final String LEFT = "left_max_position_embeddings";
    static final String RIGHT = "right_max_position_embeddings";
    private static final int LARGEST = 1_000_000;

    public Vectors {
      if (left < 0 || right < 0 || left > LARGEST || right > LARGEST) {
        throw new InvalidInputException(
            "Expected %s and %s from 0 to %d, found %d and %d."
                .formatted(LEFT, RIGHT, LARGEST, left, right));
      }
    }

    @Override
    public AttentionPositions build(int width, int heads, Parameters parameters, String attention) {
      return new DistancePositions(width, heads, left, right, parameters, attention);
    }

    @Override
    public Map<String, Object> toJson() {
      return Map.of(KEY, ID, LEFT, left, RIGHT, right);
    }
  }

  private static void requireEven(int number, String what, String kind) {
    if (number % 2 != 0) {
      throw new InvalidInputException(
          "Expected an even %s for %s = %s, found %d.".formatted(what, KEY, kind, number));
    }
  }
}
