package org.emoglot.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A graph that is being written, in the operations of opset {@value #OPSET}. A value may be used
 * after it was made, and in graphs inside of the one that made it.
 */
final class Graph {

  static final int OPSET = 17;

  private final GraphProto.Builder proto = GraphProto.newBuilder();
  private final Constants constants;
  private final AtomicInteger count;

  private Graph(String name, AtomicInteger count) {
    proto.setName(name);
    this.constants = new Constants(count);
    this.count = count;
  }

  /** An empty graph. */
  static Graph named(String name) {
    return new Graph(name, new AtomicInteger());
  }

  /** An empty graph that will be an attribute of an operation in this one. */
  Graph inside(String name) {
    return new Graph(name, count);
  }

  /** The graph with its constants. */
  GraphProto build() {
    return proto.addAllInitializer(constants.all()).build();
  }

  // ---------------------------------------------------------------- what goes in and out

  /**
   * @param dimensions numbers, or names of those that vary
   */
  Value input(String name, DataType type, Object... dimensions) {
    proto.addInput(info(name, type, dimensions));
    return new Value(name);
  }

  void output(Value value, String name, DataType type, Object... dimensions) {
    proto.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(value.name()).addOutput(name));
    proto.addOutput(info(name, type, dimensions));
  }

  private static ValueInfoProto info(String name, DataType type, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dimension : dimensions) {
      TensorShapeProto.Dimension.Builder one = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          dimension instanceof Number number
              ? one.setDimValue(number.longValue())
              : one.setDimParam(dimension.toString()));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }

  // ---------------------------------------------------------------- constants

  Value floats(float[] values, long... shape) {
    return constants.floats(values, shape);
  }

  Value doubles(double[] values, long... shape) {
    return constants.doubles(values, shape);
  }

  Value halves(float[] values, long... shape) {
    return constants.halves(values, shape);
  }

  Value bytes(byte[] values, long... shape) {
    return constants.bytes(values, shape);
  }

  /** A byte without a sign, a scalar. */
  Value unsigned(int value) {
    return constants.unsigned((byte) value);
  }

  Value integers(long... values) {
    return constants.integers(values, values.length);
  }

  Value integer(long value) {
    return constants.integers(new long[] {value});
  }

  Value single(double value) {
    return constants.floats(new float[] {(float) value});
  }

  Value real(double value) {
    return constants.doubles(new double[] {value});
  }

  // ---------------------------------------------------------------- operations

  Value op(String type, Value... inputs) {
    return op(type, List.of(), inputs);
  }

  Value op(String type, AttributeProto attribute, Value... inputs) {
    return op(type, List.of(attribute), inputs);
  }

  Value op(String type, List<AttributeProto> attributes, Value... inputs) {
    return ops(1, type, attributes, inputs).get(0);
  }

  /** An operation of several results. */
  List<Value> ops(int outputs, String type, List<AttributeProto> attributes, Value... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).addAllAttribute(attributes);
    for (Value input : inputs) {
      node.addInput(input.name());
    }
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      Value value =
          new Value(type.toLowerCase(java.util.Locale.ROOT) + "." + count.getAndIncrement());
      values.add(value);
      node.addOutput(value.name());
    }
    proto.addNode(node);
    return values;
  }

  Value add(Value a, Value b) {
    return op("Add", a, b);
  }

  Value subtract(Value a, Value b) {
    return op("Sub", a, b);
  }

  Value multiply(Value a, Value b) {
    return op("Mul", a, b);
  }

  Value divide(Value a, Value b) {
    return op("Div", a, b);
  }

  Value product(Value a, Value b) {
    return op("MatMul", a, b);
  }

  Value cast(Value x, DataType type) {
    return op("Cast", Attributes.of("to", type.getNumber()), x);
  }

  /** As ONNX has it: 0 keeps a dimension, -1 is what is left. */
  Value reshape(Value x, long... shape) {
    return op("Reshape", x, integers(shape));
  }

  Value transpose(Value x, long... axes) {
    return op("Transpose", Attributes.list("perm", axes), x);
  }

  /** From a place to another, both of shape (1), along one axis. */
  Value slice(Value x, Value from, Value to, long axis) {
    return op("Slice", x, from, to, integers(axis));
  }

  Value concatenate(long axis, List<Value> values) {
    return values.size() == 1
        ? values.get(0)
        : op("Concat", Attributes.of("axis", axis), values.toArray(Value[]::new));
  }

  Value mean(Value x, long axis, boolean keep) {
    return op(
        "ReduceMean",
        List.of(Attributes.list("axes", axis), Attributes.of("keepdims", keep ? 1 : 0)),
        x);
  }

  Value sum(Value x, long axis, boolean keep) {
    return op("ReduceSum", Attributes.of("keepdims", keep ? 1 : 0), x, integers(axis));
  }

  Value softmax(Value x, long axis) {
    return op("Softmax", Attributes.of("axis", axis), x);
  }

  /** Along one axis, at an index or a tensor of them. */
  Value gather(Value x, Value indices, long axis) {
    return op("Gather", Attributes.of("axis", axis), x, indices);
  }

  Value unsqueeze(Value x, long axis) {
    return op("Unsqueeze", x, integers(axis));
  }

  Value squeeze(Value x, long axis) {
    return op("Squeeze", x, integers(axis));
  }

  /** One dimension of a tensor, shape (1). */
  Value dimension(Value x, long axis) {
    return op("Shape", List.of(Attributes.of("start", axis), Attributes.of("end", axis + 1)), x);
  }

  /** 0, 1, ... below a scalar. */
  Value range(Value end) {
    return op("Range", integer(0), end, integer(1));
  }
}
