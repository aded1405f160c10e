package org.emoglot.tensor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.InvalidInputException;

/**
 * In which numbers an encoder's matrix products and convolutions are computed. Norms, softmax sums,
 * the residual stream, losses and everything that an optimizer updates are float32 in either case.
 */
public enum Precision {
  /** float32 throughout. */
  FP32,

  /**
   * bfloat16 factors and results with float32 accumulation: half the memory for frozen weights, and
   * several times faster on a processor with AMX or AVX512_BF16.
   */
  BF16;

  /** The engine's type of the factors; asked for late, so that names can be read without it. */
  ScalarType type() {
    return this == FP32 ? ScalarType.Float : ScalarType.BFloat16;
  }

  /** As on the command line. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The precision of that name.
   *
   * @throws InvalidInputException if there is none
   */
  @JsonCreator
  public static Precision of(String id) {
    return Arrays.stream(values())
        .filter(precision -> precision.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a precision fp32 or bf16, found '" + id + "'."));
  }
}
