package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a header can be wrong is refused with its own sentence. */
class SafetensorsRefusalTest {

  private static final String TRUNCATED = "the file is truncated, download it again.";
  private static final String DAMAGED = "the file is damaged, download or write it again.";

  @TempDir private Path folder;

  @Test
  void open_nothingThere_refused() {
    assertRefused(
        folder.resolve("absent"),
        "expected a safetensors file, found nothing there; check the path.");
  }

  @Test
  void open_folder_refused() {
    assertRefused(folder, "expected a safetensors file, found a folder or device; check the path.");
  }

  @Test
  void open_shorterThanTheLength_refused() throws IOException {
    assertRefused(
        Files.write(folder.resolve("a"), new byte[7]),
        "expected the header length in the bytes 0 to 7, found a file of 7 bytes; " + TRUNCATED);
  }

  @Test
  void open_headerLengthBeyondTheFile_refused() throws IOException {
    assertRefused(
        Files.write(folder.resolve("a"), RawFile.bytes(3, new byte[] {'{', '}'}, 0)),
        "expected a header of 3 bytes from byte 8, as the bytes 0 to 7 say, found a file of 10"
            + " bytes; "
            + TRUNCATED);
  }

  @ParameterizedTest
  @CsvSource({"100000001, 100000001", "4294967296, 4294967296", "-1, 18446744073709551615"})
  void open_hugeHeaderLength_refused(long length, String shown) throws IOException {
    assertRefused(
        Files.write(folder.resolve("a"), RawFile.bytes(length, new byte[] {'{', '}'}, 0)),
        "expected a header length of at most 100000000 in the bytes 0 to 7, found "
            + shown
            + "; this is not a safetensors file (perhaps a Git LFS pointer, a web page or a"
            + " pickle), download or convert it again.");
  }

  static Stream<Arguments> notJson() {
    return Stream.of(
        arguments("", "the header to begin with { at byte 8, found an empty header"),
        arguments("[]", "the header to begin with { at byte 8, found '['"),
        arguments(" {}", "the header to begin with { at byte 8, found ' '"),
        arguments("{'ä':1}", "a header in UTF-8, found an invalid sequence at byte 10"),
        arguments("{'\u00c0\u0080':1}", "a header in UTF-8, found an invalid sequence at byte 10"),
        arguments(
            "{'w\u00ed\u00a0\u0080':1}", "a header in UTF-8, found an invalid sequence at byte 11"),
        arguments("{", "a header in JSON, found at byte 9: Unexpected end-of-input: "),
        arguments("{'Ã¤':}", "a header in JSON, found at byte 15: Unexpected character ("),
        arguments("{'w\0':1}", "a header in JSON, found at byte 12: Illegal unquoted character"),
        arguments("{\0\0\0", "a header in JSON, found at byte 10: Illegal character"),
        arguments("{}\0", "a header in JSON, found at byte 11: Illegal character"),
        arguments(
            "{}{}", "nothing but blanks after the closing brace of the header, found an object"),
        arguments("{} 1", "nothing but blanks after the closing brace of the header, found '1'"),
        arguments(
            "{'\\ud800':1}",
            "Unicode text in the header, found half a surrogate pair before byte 16"));
  }

  @ParameterizedTest
  @MethodSource
  void notJson(String header, String sentence) throws IOException {
    assertHeaderRefused(header, 0, sentence, DAMAGED);
  }

  static Stream<Arguments> metadata() {
    return Stream.of(
        arguments("null", "__metadata__ to be an object, found 'null'"),
        arguments("['a']", "__metadata__ to be an object, found an array"),
        arguments("{'a':1}", "a text as 'a' of __metadata__, found '1'"),
        arguments("{'a':{}}", "a text as 'a' of __metadata__, found an object"),
        arguments("{'a':'1','a':'1'}", "each key of __metadata__ once, found 'a' twice"),
        arguments(
            "{'a':'\\udc00'}", "Unicode text in the header, found half a surrogate pair in '?'"),
        arguments("{},'__metadata__':{}", "each name once, found '__metadata__' twice"));
  }

  @ParameterizedTest
  @MethodSource
  void metadata(String value, String sentence) throws IOException {
    assertHeaderRefused("{'__metadata__':" + value + "}", 0, sentence, DAMAGED);
  }

  static Stream<Arguments> tensor() {
    return Stream.of(
        // Wrong structure
        arguments("1", "the tensor 'w' to be an object, found '1'"),
        arguments("[[]]", "the tensor 'w' to be an object, found an array"),
        arguments("{}", "dtype, shape and data_offsets in the tensor 'w', found none of them"),
        arguments(
            "{'dtype':'U8'}", "dtype, shape and data_offsets in the tensor 'w', found only dtype"),
        arguments(
            "{'dtype':'U8','dtype':'U8'}", "each key of the tensor 'w' once, found 'dtype' twice"),
        arguments(
            "{'stride':[1]}",
            "only dtype, shape and data_offsets in the tensor 'w', found the key 'stride'"),
        arguments("{'dtype':1}", "a text as dtype of the tensor 'w', found '1'"),
        arguments("{'dtype':{'dtype':{}}}", "a text as dtype of the tensor 'w', found an object"),
        arguments("{'shape':8}", "an array as shape of the tensor 'w', found '8'"),
        arguments("{'shape':[1,'2']}", "whole numbers in shape of the tensor 'w', found '2'"),
        arguments("{'shape':[1.0]}", "whole numbers in shape of the tensor 'w', found '1.0'"),
        arguments("{'shape':[[1]]}", "whole numbers in shape of the tensor 'w', found an array"),
        arguments(
            "{'shape':[9223372036854775808]}",
            "a header in JSON, found at byte 42: Numeric value (9223372036854775808) out of range"),
        arguments(
            "{'shape':[" + "1,".repeat(64) + "1]}",
            "at most 64 numbers in shape of the tensor 'w', found more"),
        // Wrong sizes
        arguments(
            tensor("U8", "-1", "0,1"),
            "a valid shape of the tensor 'w', found the shape [-1] with a negative length"),
        arguments(
            tensor("U8", "-1,-1", "0,1"),
            "a valid shape of the tensor 'w', found the shape [-1, -1] with a negative length"),
        arguments(
            tensor("U8", "4294967296,4294967296", "0,0"),
            "a valid shape of the tensor 'w', found the shape [4294967296, 4294967296] of more than"
                + " 2^63 bytes"),
        arguments(
            tensor("F32", "4611686018427387904", "0,0"),
            "a valid shape of the tensor 'w', found the shape [4611686018427387904] of more than"
                + " 2^63 bytes"),
        arguments(
            tensor("U8", "8", ""),
            "data_offsets of the tensor 'w' as a begin and an end, 0 <= begin <= end, found []"),
        arguments(
            tensor("U8", "8", "8"),
            "data_offsets of the tensor 'w' as a begin and an end, 0 <= begin <= end, found [8]"),
        arguments(
            tensor("U8", "8", "0,8,8"),
            "at most 2 numbers in data_offsets of the tensor 'w', found more"),
        arguments(
            tensor("U8", "8", "-8,0"),
            "data_offsets of the tensor 'w' as a begin and an end, 0 <= begin <= end, found [-8,"
                + " 0]"),
        arguments(
            tensor("U8", "8", "8,0"),
            "data_offsets of the tensor 'w' as a begin and an end, 0 <= begin <= end, found [8,"
                + " 0]"),
        arguments(
            tensor("F32", "2,3", "0,8"),
            "24 bytes for the tensor 'w', F32 of shape [2, 3], found 8 between its data_offsets"
                + " [0, 8]"),
        // Wrong places
        arguments(
            tensor("U8", "7", "1,8"),
            "the tensor 'w' to begin at byte 0 of the data, where the header ends, found a hole at"
                + " byte 1"),
        arguments(
            tensor("U8", "3", "0,3") + ",'v':" + tensor("U8", "4", "4,8"),
            "the tensor 'v' to begin at byte 3 of the data, where the tensor 'w' ends, found a hole"
                + " at byte 4"),
        arguments(
            tensor("U8", "5", "3,8") + ",'v':" + tensor("U8", "4", "0,4"),
            "the tensor 'w' to begin at byte 4 of the data, where the tensor 'v' ends, found an"
                + " overlap at byte 3"),
        arguments(
            tensor("U8", "8", "0,8") + ",'v':" + tensor("U8", "8", "0,8"),
            "the tensor 'v' to begin at byte 8 of the data, where the tensor 'w' ends, found an"
                + " overlap at byte 0"),
        arguments(
            tensor("U8", "8", "0,8") + ",'v':" + tensor("U8", "0", "4,4"),
            "the tensor 'v' to begin at byte 8 of the data, where the tensor 'w' ends, found an"
                + " overlap at byte 4"),
        arguments(
            tensor("U8", "6", "0,6"),
            "the file to end at byte 67, where the tensor 'w' ends, found 2 more bytes"),
        arguments(
            tensor("U8", "8", "0,8") + ",'w':" + tensor("U8", "8", "0,8"),
            "each name once, found 'w' twice"));
  }

  @ParameterizedTest
  @MethodSource
  void tensor(String value, String sentence) throws IOException {
    assertHeaderRefused("{'w':" + value + "}", 8, sentence, DAMAGED);
  }

  @Test
  void open_tensorBeyondTheFile_refused() throws IOException {
    assertHeaderRefused(
        "{'w':" + tensor("F16", "5", "0,10") + "}",
        8,
        "the tensor 'w' to end at byte 10 of the data, which begins at byte 63, found 8 bytes of"
            + " data",
        TRUNCATED);
    assertHeaderRefused(
        "{'w':" + tensor("U8", "9223372036854775807", "0,9223372036854775807") + "}",
        8,
        "the tensor 'w' to end at byte 9223372036854775807 of the data, which begins at byte 97,"
            + " found 8 bytes of data",
        TRUNCATED);
  }

  @Test
  void open_unknownType_refused() throws IOException {
    assertHeaderRefused(
        "{'w':" + tensor("F8_E4M3", "8", "0,8") + "}",
        8,
        "the tensor 'w' to be of one of the types [BOOL, U8, I8, I16, F16, BF16, I32, F32, F64,"
            + " I64], found 'F8_E4M3'",
        "convert it to F32.");
  }

  @Test
  void open_deeplyNestedJson_refusedAtTheFirstWrongToken() throws IOException {
    assertHeaderRefused(
        "{'w':" + "[".repeat(1_000_000),
        0,
        "the tensor 'w' to be an object, found an array",
        DAMAGED);
    assertHeaderRefused(
        "{'w':".repeat(200_000),
        0,
        "only dtype, shape and data_offsets in the tensor 'w', found the key 'w'",
        DAMAGED);
  }

  @Test
  void open_hostileName_isShownShortAndHarmless() throws IOException {
    assertHeaderRefused(
        "{'\\u001b[2J\\n\\u2028" + "x".repeat(1000) + "':1}",
        0,
        "the tensor '?[2J??" + "x".repeat(74) + "...' to be an object, found '1'",
        DAMAGED);
  }

  private static String tensor(String dtype, String shape, String offsets) {
    return "{'dtype':'%s','shape':[%s],'data_offsets':[%s]}".formatted(dtype, shape, offsets);
  }

  /** Single quotation marks stand for double ones, characters for single bytes. */
  private void assertHeaderRefused(String header, int dataBytes, String sentence, String advice)
      throws IOException {
    Path file = folder.resolve("hostile.safetensors");
    RawFile.write(file, header.replace('\'', '"').getBytes(ISO_8859_1), dataBytes);
    assertThatThrownBy(() -> Safetensors.open(file).close())
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith(file + ": expected " + sentence.replace('\'', '"'))
        .endsWith("; " + advice)
        .doesNotContain("\n");
  }

  private static void assertRefused(Path file, String sentence) {
    assertThatThrownBy(() -> Safetensors.open(file).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": " + sentence);
  }
}
