package org.emoglot.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DTypeTest {

  @ParameterizedTest
  @CsvSource({
    "0000, 0x0p0", // zeros
    "8000, -0x0p0",
    "0001, 0x1p-24", // smallest and largest subnormal
    "83ff, -0x1.ff8p-15",
    "0400, 0x1p-14", // smallest normal
    "3c00, 0x1p0",
    "3c01, 0x1.004p0",
    "fbff, -65504",
    "7c00, Infinity",
    "fc00, -Infinity",
  })
  void float16ToFloat_exactValue(String bits, String value) {
    float actual = DType.float16ToFloat((short) Integer.parseInt(bits, 16));
    assertThat(Float.floatToRawIntBits(actual))
        .as("%s is %s", bits, actual)
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(value)));
  }

  @Test
  void float16ToFloat_everyPattern_followsTheDefinition() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      double sign = bits >= 0x8000 ? -1 : 1;
      double expected;
      if (exponent == 31) {
        expected = fraction == 0 ? sign / 0.0 : Double.NaN;
      } else if (exponent == 0) {
        expected = sign * fraction / 1024 * Math.pow(2, -14);
      } else {
        expected = sign * (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
      }
      assertThat(Double.valueOf(DType.float16ToFloat((short) bits)))
          .as("%04x", bits)
          .isEqualTo(Double.valueOf(expected));
    }
  }

  @Test
  void float16ToFloat_nan_keepsSignAndPayload() {
    assertThat(Float.floatToRawIntBits(DType.float16ToFloat((short) 0xfe01))).isEqualTo(0xffc02000);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, 0x0p0",
    "8000, -0x0p0",
    "0001, 0x1p-133",
    "807f, -0x0.fep-126",
    "0080, 0x1p-126",
    "3f80, 0x1p0",
    "3f81, 0x1.02p0",
    "ff7f, -0x1.fep127",
    "7f80, Infinity",
    "ff80, -Infinity",
    "7fc0, NaN",
  })
  void bfloat16ToFloat_exactValue(String bits, String value) {
    float actual = DType.bfloat16ToFloat((short) Integer.parseInt(bits, 16));
    assertThat(Float.floatToRawIntBits(actual))
        .as("%s is %s", bits, actual)
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(value)));
  }

  @Test
  void toFloats_f64_roundsToNearestAndOverflowsToInfinity() {
    ByteBuffer data = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(0.1).putDouble(1e300).putDouble(-1e300).putDouble(1 + 0x1p-24).putDouble(1e-60);
    assertThat(DType.F64.toFloats(data.flip()))
        .containsExactly(
            0.1f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, 0); // a tie goes to even
  }

  @Test
  void toFloats_bigEndianBufferFromTheMiddle_readsLittleEndianAndLeavesThePosition() {
    ByteBuffer data = ByteBuffer.wrap(new byte[] {9, 9, 0, 0, (byte) 0x80, 0x3f}).position(2);
    assertThat(DType.F32.toFloats(data)).containsExactly(1);
    assertThat(data.position()).isEqualTo(2);
  }

  @Test
  void toFloats_integers_refused() {
    assertThatThrownBy(() -> DType.I64.toFloats(ByteBuffer.allocate(8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Not a floating-point type: I64");
  }
}
