package org.emoglot.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NpyTest {

  /** What {@code numpy.save} of NumPy 2.4 writes for the float32 array [[1, -2.5]]. */
  private static final String NUMPY =
      "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046"
          + "616c73652c20277368617065273a2028312c2032292c207d"
          + "20".repeat(58)
          + "0a0000803f000020c0";

  @Test
  void write_twoValues_areTheBytesOfNumpy() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Npy.write(out, 1, 2, body -> Floats.write(body, new float[] {1, -2.5F}));

    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(NUMPY);
  }

  @Test
  void write_anyShape_isAligned() throws IOException {
    for (long rows = 1; rows < 1_000_000_000_000L; rows *= 7) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Npy.write(out, rows, 768, body -> {});
      String text = out.toString(StandardCharsets.ISO_8859_1);
      assertThat(out.size() % 64).as(text).isZero();
      assertThat(text).contains("'shape': (" + rows + ", 768), }").endsWith("\n");
    }
  }

  @Test
  void floats_moreThanABuffer_comeBack() throws IOException {
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 1.7F;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Floats.write(out, values);

    float[] read = new float[values.length];
    Floats.read(new ByteArrayInputStream(out.toByteArray()), read);

    assertThat(read).containsExactly(values);
    assertThatThrownBy(
            () ->
                Floats.read(
                    new ByteArrayInputStream(out.toByteArray()), new float[values.length + 1]))
        .isInstanceOf(EOFException.class);
  }
}
