package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.TorchFiles.Pickle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hostile, damaged or no state dict is refused with its own sentence. */
class PickleRefusalTest {

  private static final String TRUNCATED = "; the file is truncated, download it again.";
  private static final String DAMAGED = "; the file is damaged, download or write it again.";
  private static final String CONVERT =
      "; nothing was executed, convert the file to safetensors if you trust its source.";
  private static final String ONLY =
      "expected only the parts of a state dict (dicts, tuples, lists, numbers, text, tensors) in"
          + " the pickle, found ";

  /** Of a.zip with one member: 30 bytes of header and its name before the pickle. */
  private static final int PICKLE_BEGIN = 30 + "a/data.pkl".length();

  private static final long MAX_ALLOCATED_BYTES = 128L << 20;

  @TempDir private Path folder;

  static Stream<Arguments> forbidden() {
    return Stream.of(
        // what each would do in Python: run a command, evaluate text, reach any attribute
        arguments(call("os", "system", "echo"), "the name \"os.system\" at byte 2"),
        arguments(call("posix", "system", "echo"), "the name \"posix.system\" at byte 2"),
        arguments(call("builtins", "eval", "1"), "the name \"builtins.eval\" at byte 2"),
        arguments(call("__builtin__", "exec", "1"), "the name \"__builtin__.exec\" at byte 2"),
        arguments(call("builtins", "getattr", "x"), "the name \"builtins.getattr\" at byte 2"),
        arguments(
            call("torch.storage", "_load_from_bytes", "x"),
            "the name \"torch.storage._load_from_bytes\" at byte 2"),
        arguments(call("torch", "FloatStorage", "x"), "a call of torch.FloatStorage at byte 29"),
        arguments(
            call("collections", "OrderedDict", "x"),
            "a call of collections.OrderedDict with arguments at byte 34"),
        arguments(
            new Pickle().text("os").text("system").op(0x93).end(),
            "the name \"os.system\" at byte 20"),
        arguments(
            new Pickle().op('}').text("a").global("nt", "system").end(),
            "the name \"nt.system\" at byte 9"),
        arguments(
            new Pickle().op('i', 'o', 's', '\n', 's', 'y', 's', '\n').end(),
            "the instruction 0x69 'i' at byte 2"), // INST
        arguments(new Pickle().op('(', 'o').end(), "the instruction 0x6f 'o' at byte 3"), // OBJ
        arguments(new Pickle().op(0x82, 1).end(), "the instruction 0x82 at byte 2"), // EXT1
        arguments(
            new Pickle().global("collections", "OrderedDict").op(')', 0x81).end(),
            "the instruction 0x81 at byte 28"), // NEWOBJ
        arguments(
            new Pickle().global("collections", "OrderedDict").op(')', 'R', ')', 'R').end(),
            "a call of a dict with a tuple at byte 30"), // the result of a call is called
        arguments(
            new Pickle().op('}').text("a").op('}', 'b').end(),
            "the state of the text \"a\" set from a dict at byte 10"),
        arguments(
            new Pickle().op('}', '}', 'b').end(), "the state of a dict set from a dict at byte 4"),
        arguments(
            new Pickle().global("torch", "FloatStorage").op('}', 'b').end(),
            "the state of torch.FloatStorage set from a dict at byte 23"),
        arguments(
            new Pickle().op('}').tensor("FloatStorage", "0", 1, 0, 1, 1).op('}', 'b').end(),
            "the state of a tensor set from a dict at byte 139"),
        arguments(new Pickle().op('}', ')').number(1).op('s').end(), "a tuple as a key at byte 9"),
        arguments(
            new Pickle().op(')').number(1).op('a').end(), "items appended to a tuple at byte 8"),
        arguments(
            new Pickle().op(']').number(1).number(2).op('s').end(),
            "items set in a list at byte 13"));
  }

  private static byte[] call(String module, String name, String argument) {
    return new Pickle().global(module, name).text(argument).op(0x85, 'R').end();
  }

  @ParameterizedTest
  @MethodSource
  void forbidden(byte[] pickle, String found) throws IOException {
    assertRefusedInBothLayouts(pickle, ONLY, found, CONVERT);
  }

  static Stream<Arguments> damaged() {
    return Stream.of(
        arguments(new Pickle().op('0').end(), "1 values on the stack", "0 at byte 2"),
        arguments(new Pickle().op('N', '(', '0').end(), "1 values on the stack", "0 at byte 4"),
        arguments(new Pickle().op('t').end(), "a mark on the stack", "none at byte 2"),
        arguments(new Pickle().op('q', 1).end(), "a value on the stack", "none at byte 2"),
        arguments(new Pickle().op('h', 9).end(), "a value in the memo at 9", "none at byte 2"),
        arguments(
            new Pickle().op('N', 'r', 0, 0, 0, 0x80).end(),
            "at most 1000000 values in the memo",
            "more at byte 3"),
        arguments(
            new Pickle().op('X', 1, 0, 0, 0, 0xff).end(), "text in UTF-8", "other bytes at byte 2"),
        arguments(
            new Pickle().op('}', '(', 'N', 'u').end(),
            "keys and values in pairs",
            "1 of them at byte 5"),
        arguments(
            new Pickle().op('N', 'N', 0x93).end(),
            "a module and a name",
            "None and None at byte 4"),
        arguments(
            new Pickle().op('N', 'Q').end(), "the persistent id of a storage", "None at byte 3"),
        arguments(
            new Pickle().global("x".repeat(300), "y").end(),
            "a name of at most 255 bytes",
            "a longer one at byte 2"),
        arguments(
            new Pickle().op(0x8b, 0, 1, 0, 0).end(),
            "an integer of at most 255 bytes",
            "256 at byte 2"),
        arguments(
            new Pickle().global("torch._utils", "_rebuild_tensor_v2").op(')', 'R').end(),
            "storage, offset, shape and strides of a tensor",
            "nothing, nothing, nothing and nothing at byte 36"),
        arguments(
            new Pickle().global("torch._utils", "_rebuild_parameter").op('N', 0x85, 'R').end(),
            "a tensor in the parameter",
            "None at byte 37"),
        arguments(
            new Pickle().storage("FloatStorage", "0", 1).storage("HalfStorage", "0", 1).end(),
            "1 elements of F32 in the storage \"0\", as before",
            "1 of F16 at byte 108"),
        arguments(
            new Pickle().storage("FloatStorage", "0", -1).end(),
            "the persistent id of a storage",
            "a tuple at byte 55"));
  }

  @ParameterizedTest
  @MethodSource
  void damaged(byte[] pickle, String expected, String found) throws IOException {
    assertRefusedInBothLayouts(pickle, "expected " + expected + ", found ", found, DAMAGED);
  }

  static Stream<Arguments> misplacedViews() {
    return Stream.of(
        arguments(0, 4, 1, "a view up to element 4 of the 3 elements of its storage"),
        arguments(2, 2, 1, "a view up to element 4 of the 3 elements of its storage"),
        arguments(0, 2, 3, "a view up to element 4 of the 3 elements of its storage"),
        arguments(4, 0, 1, "a view up to element 4 of the 3 elements of its storage"),
        arguments(-1, 2, 1, "the offset -1 and the strides [1], one of them negative"),
        arguments(2, 2, -1, "the offset 2 and the strides [-1], one of them negative"),
        arguments(0, -2, 1, "the shape [-2] with a negative length"));
  }

  @ParameterizedTest
  @MethodSource("misplacedViews")
  void open_viewBeyondItsStorage_refused(int offset, int shape, int stride, String found)
      throws IOException {
    assertRefusedInBothLayouts(
        new Pickle().tensor("FloatStorage", "0", 3, offset, shape, stride).end(),
        "expected a tensor within the 3 elements of its storage, found ",
        found + " at byte 136",
        DAMAGED);
  }

  @Test
  void open_tensorRepeatedBeyondTheFile_refused() throws IOException {
    Path file =
        TorchFiles.tensor(folder.resolve("a"), "little", new byte[4], 1, 0, 1_000_000_000, 0);
    assertRefused(
        file,
        "expected a tensor \"x\" no larger than the file of %d bytes, found 4000000000 bytes by repetition; save the tensor without expand(), or repeated in full by contiguous()."
            .formatted(Files.size(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"58ffffffff", "8dffffffffffffffff", "8d0000000001000000", "95ffffffffffffff7f"})
  void open_hugeLength_refusedWithoutAllocation(String instruction) throws IOException {
    int[] bytes = new int[instruction.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Integer.parseInt(instruction.substring(2 * i, 2 * i + 2), 16);
    }
    Path file = TorchFiles.zip(folder.resolve("a"), new Pickle().op(bytes).end());
    long before = allocated();
    assertThatThrownBy(() -> PickleWeights.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(" bytes in the instruction at byte 42, found 1 left" + TRUNCATED);
    assertThat(allocated() - before).as("bytes allocated").isLessThan(1 << 20);
  }

  static Stream<Arguments> bombs() {
    int times = 200_000;
    return Stream.of(
        // one tuple in the next, each remembered: (((...),),): then no state dict
        arguments(new Pickle().op(')').repeat(times, 0x85, 0x94).end(), "found a tuple; save"),
        // t = (t, t): 2^200000 leaves if it were walked through
        arguments(
            new Pickle().op(')').repeat(times, 'q', 0, 'h', 0, 0x86).end(), "found a tuple; save"),
        arguments(new Pickle().repeat(times, ']').end(), "at most 100000 values on the stack"),
        arguments(new Pickle().repeat(times, '(').end(), "at most 100000 open marks"),
        arguments(
            new Pickle().op('N').repeat(1_000_001, 0x94).end(),
            "at most 1000000 values in the memo"),
        // a list that holds itself
        arguments(
            new Pickle().op(']', 'q', 0).repeat(times, 'h', 0, 'a').end(), "found a list; save"));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void open_deepOrCyclicPickle_refusedWithinBounds(byte[] pickle, String message)
      throws IOException {
    Path file = TorchFiles.zip(folder.resolve("a"), pickle);
    long before = allocated();
    assertThatThrownBy(() -> PickleWeights.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
    assertThat(allocated() - before).as("bytes allocated").isLessThan(MAX_ALLOCATED_BYTES);
  }

  @Test
  void open_pickleBeyondTheLimit_refused() throws IOException {
    assertRefused(
        TorchFiles.zip(folder.resolve("a"), new byte[PickleMachine.MAX_BYTES + 1]),
        "expected a pickle of at most 16777216 bytes, found 16777217 bytes; convert the file to"
            + " safetensors if you trust its source.");
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "255, 255"})
  void open_laterProtocol_refused(int protocol, String shown) throws IOException {
    assertRefused(
        TorchFiles.zip(folder.resolve("a"), new byte[] {(byte) 0x80, (byte) protocol, '.'}),
        "expected a pickle of protocol 2 to 4, found protocol %s at byte 40; save it again with PyTorch's default protocol, or convert it to safetensors."
            .formatted(shown));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.bin", "legacy.bin", "zip4.bin", "legacy4.bin"})
  void open_cutAnywhere_refused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(TorchFiles.resource(name));
    for (int length = 0; length < whole.length; length += 37) {
      Path file = Files.write(folder.resolve("cut" + length), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> PickleWeights.open(file))
          .as("first %d of %d bytes", length, whole.length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(file + ": expected ");
    }
  }

  @Test
  void open_noStateDict_refused() throws IOException {
    assertRefused(
        TorchFiles.zip(folder.resolve("a"), new Pickle().op('N').end()),
        "expected a state dict, found None; save model.state_dict() instead of this content.");
    assertRefused(
        TorchFiles.zip(folder.resolve("b"), new Pickle().op('}').text("a").number(1).op('s').end()),
        "expected a state dict, or one under state_dict, model_state_dict or model, found a dict of 1 values without;"
            + " save model.state_dict() alone.");
  }

  @Test
  void open_archiveWithoutItsParts_refused() throws IOException {
    assertRefused(
        TorchFiles.zip(folder.resolve("a"), Map.of("b/c", new byte[1])),
        "expected a PyTorch checkpoint, a zip archive with NAME/data.pkl, found an archive of 1"
            + " other members; name the file pytorch_model.bin of a checkpoint.");
    assertRefused(
        TorchFiles.zip(
            folder.resolve("b"), new Pickle().tensor("FloatStorage", "../k", 3, 0, 3, 1).end()),
        "expected the member \"a/data/../k\" in the archive, found none" + DAMAGED);
    assertRefused(
        TorchFiles.tensor(folder.resolve("c"), "little", new byte[11], 3, 0, 3, 1),
        "expected 3 elements of F32 in the storage \"0\", as the pickle says, found 2" + DAMAGED);
    assertRefused(
        TorchFiles.tensor(folder.resolve("d"), "middle", new byte[12], 3, 0, 3, 1),
        "expected little or big as the archive's byteorder, found \"middle\"" + DAMAGED);
  }

  @Test
  void open_compressedArchive_refused() throws IOException {
    Path file = folder.resolve("a");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("a/data.pkl"));
      out.write(new Pickle().op('}').end());
    }
    assertRefused(
        file,
        "expected members that are neither compressed nor encrypted, as PyTorch stores them, found"
            + " \"a/data.pkl\" of method 8; save the file again with PyTorch, or convert it to"
            + " safetensors.");
  }

  @Test
  void open_legacyStorageOfAnotherSize_refused() throws IOException {
    byte[] bytes = Files.readAllBytes(TorchFiles.resource("legacy.bin"));
    String text = new String(bytes, ISO_8859_1);
    int sizeOfFirst = text.lastIndexOf("e.") + 2; // APPENDS, STOP of the list of keys
    bytes[sizeOfFirst] ^= 64;
    assertThatThrownBy(() -> PickleWeights.open(Files.write(folder.resolve("a"), bytes)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            ".*: expected \\d+ elements of \\w+ in the storage \"\\d+\", as the pickle says, found"
                + " \\d+"
                + DAMAGED);
  }

  /** torch.save of version 0.1 wrote a tar archive. */
  @Test
  void open_tarNamedAsAPyTorchFile_refusedWithAdvice() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("sys_info".getBytes(ISO_8859_1), 0, tar, 0, 8);
    System.arraycopy("ustar".getBytes(ISO_8859_1), 0, tar, 257, 5);
    Path file = Files.write(folder.resolve("pytorch_model.bin"), tar);
    assertThatThrownBy(() -> Weights.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "%s: expected a file of torch.save, which begins as a zip archive or a pickle of"
                + " protocol 2 or later, found other bytes; this is perhaps a Git LFS pointer, a"
                + " web page or a PyTorch 0.1 file, download or convert it again.",
            file);
  }

  @Test
  void open_otherFiles_refused() throws IOException {
    assertRefused(
        folder.resolve("absent"),
        "expected a file of torch.save, found nothing there; check the path.");
    assertRefused(
        Files.writeString(folder.resolve("a"), "<!DOCTYPE html><title>Not found</title>"),
        "expected a file of torch.save, which begins as a zip archive or a pickle of protocol 2 or"
            + " later, found other bytes; this is perhaps a Git LFS pointer, a web page or a"
            + " PyTorch 0.1 file, download or convert it again.");
    assertRefused(
        Files.write(folder.resolve("b"), new Pickle().op('N').end()),
        "expected a PyTorch checkpoint, which begins with its magic number and version, found"
            + " another pickle; name the file pytorch_model.bin of a checkpoint.");
  }

  /** The legacy layout begins with other pickles; here the first is the one under test. */
  private void assertRefusedInBothLayouts(byte[] pickle, String before, String found, String advice)
      throws IOException {
    assertRefused(Files.write(folder.resolve("legacy"), pickle), before + found + advice);
    int at = Integer.parseInt(found.substring(found.lastIndexOf(' ') + 1));
    String later = found.substring(0, found.lastIndexOf(' ') + 1) + (at + PICKLE_BEGIN);
    assertRefused(TorchFiles.zip(folder.resolve("zip"), pickle), before + later + advice);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> PickleWeights.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": " + message);
  }
}
