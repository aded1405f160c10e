package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors.Entry;

/**
 * Reads pickles of state dicts without executing anything.
 *
 * <p>A pickle is a program for a stack machine: most instructions push plain values, a few name a
 * Python object (GLOBAL, STACK_GLOBAL) and call it (REDUCE) or set its state (BUILD). Here these
 * few know only the names of {@link PickleGlobal}, and "calling" one makes a description; all else
 * is refused. Instructions of protocols 2 to 4 that {@code torch.save} uses for state dicts are
 * known; see <a
 * href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools.py</a>.
 *
 * <p>Values are: String, Long, BigInteger, Double, Boolean, {@link Nothing}, {@link Tuple}, {@link
 * Items}, {@link Dict}, {@link PickleGlobal}, {@link PickledStorage} and {@link PickledTensor}.
 * They may contain each other in cycles and are never walked through, so depth costs nothing. What
 * is allocated is a small multiple of the bytes read, within fixed limits.
 */
final class PickleMachine {

  /** The longest pickle, in bytes: about a hundred thousand tensors. */
  static final int MAX_BYTES = 16 << 20;

  private static final int MAX_STACK = 100_000;
  private static final int MAX_MEMO = 1_000_000;
  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_PROTOCOL = 4;

  private static final String ONLY_STATE_DICTS =
      "only the parts of a state dict (dicts, tuples, lists, numbers, text, tensors) in the pickle";
  private static final String CONVERT =
      "nothing was executed, convert the file to safetensors if you trust its source";

  private final Path file;
  private final ByteBuffer in;
  private final long start;
  private final Map<String, PickledStorage> storages = new LinkedHashMap<>();

  private List<Object> stack = new ArrayList<>();
  private List<Integer> marks = new ArrayList<>();
  private Map<Integer, Object> memo = new HashMap<>();
  private int instruction;

  /** Python's {@code None}. */
  enum Nothing {
    NONE
  }

  /** A tuple. */
  record Tuple(List<Object> items) {}

  /** A list. */
  record Items(List<Object> items) {}

  /** A dict or OrderedDict; keys are String or Long. */
  record Dict(Map<Object, Object> items, boolean ordered) {}

  /**
   * A machine at the beginning of a buffer.
   *
   * @param file named in refusals
   * @param in the pickles, one after the other; whatever follows them is not touched
   * @param start byte of the file at which the buffer begins
   */
  PickleMachine(Path file, ByteBuffer in, long start) {
    this.file = file;
    this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.start = start;
  }

  /** Byte of the file after the pickles that were read. */
  long position() {
    return start + in.position();
  }

  /** The storages of all persistent ids so far, by key. */
  Map<String, PickledStorage> storages() {
    return storages;
  }

  /**
   * Reads one pickle and returns what it describes.
   *
   * @throws InvalidInputException if it is damaged, or names or does anything that is not allowed
   */
  Object load() {
    stack = new ArrayList<>();
    marks = new ArrayList<>();
    memo = new HashMap<>();
    try {
      while (true) {
        instruction = in.position();
        int opcode = in.get() & 0xff;
        if (opcode == '.') {
          return pop();
        }
        step(opcode);
      }
    } catch (BufferUnderflowException e) {
      throw Refusal.of(
          file,
          "a whole pickle",
          "its end in the instruction at byte %d".formatted(start + instruction),
          Refusal.TRUNCATED);
    }
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(); // PROTO
      case 0x95 -> length(in.getLong()); // FRAME
      case 'N' -> push(Nothing.NONE);
      case 0x88 -> push(true); // NEWTRUE
      case 0x89 -> push(false); // NEWFALSE
      case 'J' -> push((long) in.getInt()); // BININT
      case 'K' -> push((long) unsignedByte()); // BININT1
      case 'M' -> push((long) (in.getShort() & 0xffff)); // BININT2
      case 0x8a -> push(integer(unsignedByte())); // LONG1
      case 0x8b -> push(integer(in.getInt())); // LONG4
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong()))); // BINFLOAT
      case 0x8c -> push(text(unsignedByte())); // SHORT_BINUNICODE
      case 'X' -> push(text(in.getInt() & 0xffffffffL)); // BINUNICODE
      case 0x8d -> push(text(in.getLong())); // BINUNICODE8
      case ')' -> push(new Tuple(List.of())); // EMPTY_TUPLE
      case 0x85 -> push(new Tuple(popLast(1))); // TUPLE1
      case 0x86 -> push(new Tuple(popLast(2))); // TUPLE2
      case 0x87 -> push(new Tuple(popLast(3))); // TUPLE3
      case 't' -> push(new Tuple(popToMark())); // TUPLE
      case ']' -> push(new Items(new ArrayList<>())); // EMPTY_LIST
      case 'a' -> append(popLast(1)); // APPEND
      case 'e' -> append(popToMark()); // APPENDS
      case '}' -> push(new Dict(new LinkedHashMap<>(), false)); // EMPTY_DICT
      case 's' -> setItems(popLast(2)); // SETITEM
      case 'u' -> setItems(popToMark()); // SETITEMS
      case '(' -> mark();
      case '0' -> pop(); // POP
      case '1' -> popToMark(); // POP_MARK
      case 'q' -> remember(unsignedByte()); // BINPUT
      case 'r' -> remember(in.getInt()); // LONG_BINPUT
      case 0x94 -> remember(memo.size()); // MEMOIZE
      case 'h' -> push(recall(unsignedByte())); // BINGET
      case 'j' -> push(recall(in.getInt())); // LONG_BINGET
      case 'c' -> push(global(line(), line())); // GLOBAL
      case 0x93 -> stackGlobal(); // STACK_GLOBAL
      case 'Q' -> push(persistent(pop())); // BINPERSID
      case 'R' -> reduce();
      case 'b' -> build();
      default ->
          throw forbidden("the instruction 0x%02x%s".formatted(opcode, letter((char) opcode)));
    }
  }

  private static String letter(char opcode) {
    return opcode > ' ' && opcode < 0x7f ? " '" + opcode + "'" : "";
  }

  private void protocol() {
    int protocol = unsignedByte();
    if (protocol > MAX_PROTOCOL) {
      throw refuse(
          "a pickle of protocol 2 to %d".formatted(MAX_PROTOCOL),
          "protocol " + protocol,
          "save it again with PyTorch's default protocol, or convert it to safetensors");
    }
  }

  // ---- the stack and the memo

  private void push(Object value) {
    if (stack.size() >= MAX_STACK) {
      throw damaged("at most %d values on the stack".formatted(MAX_STACK), "more");
    }
    stack.add(value);
  }

  private void mark() {
    if (marks.size() >= MAX_STACK) {
      throw damaged("at most %d open marks".formatted(MAX_STACK), "more");
    }
    marks.add(stack.size());
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  private Object pop() {
    return popLast(1).get(0);
  }

  private Object top() {
    if (stack.size() <= floor()) {
      throw damaged("a value on the stack", "none");
    }
    return stack.get(stack.size() - 1);
  }

  private List<Object> popLast(int count) {
    int from = stack.size() - count;
    if (from < floor()) {
      throw damaged(
          "%d values on the stack".formatted(count), "%d".formatted(count + from - floor()));
    }
    return cut(from);
  }

  private List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw damaged("a mark on the stack", "none");
    }
    return cut(marks.remove(marks.size() - 1));
  }

  private List<Object> cut(int from) {
    List<Object> last = stack.subList(from, stack.size());
    List<Object> copy = List.copyOf(last);
    last.clear();
    return copy;
  }

  private void remember(int index) {
    Object value = top();
    if (index < 0 || memo.size() >= MAX_MEMO) {
      throw damaged("at most %d values in the memo".formatted(MAX_MEMO), "more");
    }
    memo.put(index, value);
  }

  private Object recall(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged("a value in the memo at %d".formatted(index), "none");
    }
    return value;
  }

  // ---- operands

  private int unsignedByte() {
    return in.get() & 0xff;
  }

  /** A length that must fit into what is left. */
  private int length(long length) {
    if (length < 0 || length > in.remaining()) {
      throw Refusal.of(
          file,
          "%s bytes in the instruction at byte %d"
              .formatted(Long.toUnsignedString(length), start + instruction),
          "%d left".formatted(in.remaining()),
          Refusal.TRUNCATED);
    }
    return (int) length;
  }

  private String text(long bytes) {
    return decode(length(bytes), UTF_8);
  }

  private String decode(int bytes, Charset charset) {
    ByteBuffer slice = in.slice(in.position(), bytes);
    try {
      String text = charset.newDecoder().decode(slice).toString();
      in.position(in.position() + bytes);
      return text;
    } catch (CharacterCodingException e) {
      throw damaged("text in " + charset, "other bytes");
    }
  }

  private Object integer(int bytes) {
    if (bytes < 0 || bytes > MAX_NAME_BYTES) {
      throw damaged(
          "an integer of at most %d bytes".formatted(MAX_NAME_BYTES),
          Integer.toUnsignedString(bytes));
    }
    byte[] bigEndian = new byte[length(bytes)];
    for (int i = bytes - 1; i >= 0; i--) {
      bigEndian[i] = in.get();
    }
    if (bytes == 0) {
      return 0L;
    }
    BigInteger value = new BigInteger(bigEndian);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  private String line() {
    int bytes = 0;
    while (in.get(checked(in.position() + bytes)) != '\n') {
      bytes++;
    }
    String line = decode(bytes, US_ASCII);
    in.get();
    return line;
  }

  private int checked(int position) {
    if (position >= in.limit()) {
      throw new BufferUnderflowException();
    }
    if (position - in.position() > MAX_NAME_BYTES) {
      throw damaged("a name of at most %d bytes".formatted(MAX_NAME_BYTES), "a longer one");
    }
    return position;
  }

  // ---- collections

  private void append(List<Object> items) {
    if (!(top() instanceof Items list)) {
      throw forbidden("items appended to " + describe(top()));
    }
    list.items().addAll(items);
  }

  private void setItems(List<Object> items) {
    if (!(top() instanceof Dict dict)) {
      throw forbidden("items set in " + describe(top()));
    }
    if (items.size() % 2 != 0) {
      throw damaged("keys and values in pairs", "%d of them".formatted(items.size()));
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      if (!(key instanceof String || key instanceof Long)) {
        throw forbidden(describe(key) + " as a key");
      }
      dict.items().put(key, items.get(i + 1));
    }
  }

  // ---- names and what is made of them

  private Object global(String module, String name) {
    PickleGlobal global = PickleGlobal.of(module, name);
    if (global == null) {
      throw forbidden("the name " + Refusal.quote(module + "." + name));
    }
    return global;
  }

  private void stackGlobal() {
    List<Object> names = popLast(2);
    if (names.get(0) instanceof String module && names.get(1) instanceof String name) {
      push(global(module, name));
    } else {
      throw damaged(
          "a module and a name", describe(names.get(0)) + " and " + describe(names.get(1)));
    }
  }

  private void reduce() {
    List<Object> call = popLast(2);
    if (!(call.get(0) instanceof PickleGlobal global && call.get(1) instanceof Tuple arguments)) {
      throw forbidden(
          "a call of %s with %s".formatted(describe(call.get(0)), describe(call.get(1))));
    }
    List<Object> given = arguments.items();
    switch (global.kind()) {
      case ORDERED_DICT -> {
        if (!given.isEmpty()) {
          throw forbidden("a call of %s with arguments".formatted(global.name()));
        }
        push(new Dict(new LinkedHashMap<>(), true));
      }
      case TENSOR -> push(tensor(given));
      case PARAMETER -> {
        if (given.isEmpty() || !(given.get(0) instanceof PickledTensor tensor)) {
          throw damaged("a tensor in the parameter", argument(given, 0));
        }
        push(tensor);
      }
      case STORAGE -> throw forbidden("a call of " + global.name());
    }
  }

  /**
   * An OrderedDict may have attributes, such as the {@code _metadata} of a state dict; no other.
   */
  private void build() {
    Object state = pop();
    if (!(top() instanceof Dict dict && dict.ordered() && state instanceof Dict)) {
      throw forbidden("the state of %s set from %s".formatted(describe(top()), describe(state)));
    }
  }

  private PickledTensor tensor(List<Object> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof PickledStorage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof Tuple shape
        && arguments.get(3) instanceof Tuple strides) {
      try {
        Entry entry = new Entry(storage.dtype(), longs(shape));
        return new PickledTensor(storage, entry, offset, longs(strides));
      } catch (IllegalArgumentException e) {
        throw damaged(
            "a tensor within the %d elements of its storage".formatted(storage.elements()),
            Refusal.shorten(String.valueOf(e.getMessage())));
      }
    }
    throw damaged(
        "storage, offset, shape and strides of a tensor",
        "%s, %s, %s and %s"
            .formatted(
                argument(arguments, 0),
                argument(arguments, 1),
                argument(arguments, 2),
                argument(arguments, 3)));
  }

  private static List<Long> longs(Tuple tuple) {
    if (tuple.items().size() > PickledTensor.MAX_AXES) {
      throw new IllegalArgumentException("a shape of %d axes".formatted(tuple.items().size()));
    }
    List<Long> longs = new ArrayList<>();
    for (Object item : tuple.items()) {
      if (!(item instanceof Long value)) {
        throw new IllegalArgumentException(describe(item) + " in a shape");
      }
      longs.add(value);
    }
    return longs;
  }

  /**
   * The storage of {@code ("storage", class, key, device, elements)}; the older layout has a sixth
   * item, None.
   */
  private PickledStorage persistent(Object id) {
    if (!(id instanceof Tuple tuple
        && tuple.items().size() >= 5
        && tuple.items().get(0).equals("storage")
        && tuple.items().get(1) instanceof PickleGlobal type
        && type.dtype() != null
        && tuple.items().get(2) instanceof String key
        && tuple.items().get(4) instanceof Long elements
        && elements >= 0)) {
      throw damaged("the persistent id of a storage", describe(id));
    }
    if (tuple.items().size() > 6
        || (tuple.items().size() == 6 && tuple.items().get(5) != Nothing.NONE)) {
      throw forbidden("a view of another storage");
    }
    PickledStorage storage = new PickledStorage(key, type.dtype(), elements);
    PickledStorage before = storages.putIfAbsent(key, storage);
    if (before == null) {
      return storage;
    }
    if (!before.equals(storage)) {
      throw damaged(
          "%d elements of %s in the storage %s, as before"
              .formatted(before.elements(), before.dtype(), Refusal.quote(key)),
          "%d of %s".formatted(elements, type.dtype()));
    }
    return before;
  }

  // ---- refusals

  private static String argument(List<Object> arguments, int index) {
    return index < arguments.size() ? describe(arguments.get(index)) : "nothing";
  }

  /** What a value is, in few words; never its content, which may be long or cyclic. */
  static String describe(Object value) {
    if (value instanceof String text) {
      return "the text " + Refusal.quote(text);
    }
    if (value instanceof PickleGlobal global) {
      return global.name();
    }
    if (value instanceof Tuple) {
      return "a tuple";
    }
    if (value instanceof Items) {
      return "a list";
    }
    if (value instanceof Dict) {
      return "a dict";
    }
    if (value instanceof PickledTensor) {
      return "a tensor";
    }
    if (value instanceof PickledStorage) {
      return "a storage";
    }
    if (value instanceof Nothing) {
      return "None";
    }
    if (value instanceof BigInteger number) {
      return "a number of %d bits".formatted(number.bitLength());
    }
    return "the " + (value instanceof Boolean ? "truth value " : "number ") + value;
  }

  private InvalidInputException forbidden(String found) {
    return refuse(ONLY_STATE_DICTS, found, CONVERT);
  }

  private InvalidInputException damaged(String expected, String found) {
    return refuse(expected, found, Refusal.DAMAGED);
  }

  private InvalidInputException refuse(String expected, String found, String advice) {
    return Refusal.of(file, expected, found + " at byte " + (start + instruction), advice);
  }
}
