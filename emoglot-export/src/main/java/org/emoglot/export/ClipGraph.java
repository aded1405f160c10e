package org.emoglot.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.audio.Windows;
import org.emoglot.unlabelled.LogitShift;

/**
 * A committee, or a single network: from the samples of clips to probabilities.
 *
 * <p>A clip is heard in parts, as {@code Committee} hears it: its windows of at most 30 s, and of
 * each the views that the networks want. A loop goes through the parts of all clips, so that
 * weights are there once, and parts may have different lengths.
 *
 * @param members at least one
 * @param labels K
 * @param shift of the common logits
 * @param temperature of the common answer
 */
record ClipGraph(List<MemberGraph> members, int labels, LogitShift shift, double temperature) {

  static final String SAMPLES = "samples";
  static final String PROBABILITIES = "probabilities";
  static final String LOGITS = "logits";
  static final String EMBEDDING = "embedding";

  private static final String BATCH = "clips";
  private static final long WINDOW = (long) Windows.SECONDS * Waveform.MODEL_SAMPLE_RATE;

  /** The graph as a file has it. */
  GraphProto write() {
    Graph graph = Graph.named("emoglot");
    Value samples = graph.input(SAMPLES, DataType.FLOAT, BATCH, SAMPLES);
    Value clips = graph.dimension(samples, 0);
    Value length = graph.dimension(samples, 1);
    Value windows =
        graph.op(
            "Max",
            graph.divide(graph.add(length, graph.integers(WINDOW - 1)), graph.integers(WINDOW)),
            graph.integers(1));
    Value parts = graph.multiply(windows, graph.integers(views()));
    Graph part = graph.inside("part");
    Value index = part.input("part", DataType.INT64);
    Value condition = part.input("go", DataType.BOOL);
    List<Value> embeddings = new ArrayList<>();
    Value heard = part(part, samples, length, windows, index);
    for (MemberGraph member : members) {
      embeddings.add(member.embedding(part, heard));
    }
    part.output(condition, "goes", DataType.BOOL);
    part.output(part.concatenate(0, embeddings), "of_part", DataType.FLOAT, width());
    Value ofParts =
        graph.op(
            "Loop",
            Attributes.of("body", part.build()),
            graph.squeeze(graph.multiply(clips, parts), 0),
            graph.op("Greater", graph.squeeze(clips, 0), graph.integer(-1))); // (clips parts, D)
    Value embedding = embedding(graph, ofParts, clips, windows); // (clips, D)
    Value logits = shifted(graph, logits(graph, embedding)); // (clips, K)
    Value probabilities = graph.softmax(graph.divide(logits, graph.single(temperature)), -1);
    graph.output(probabilities, PROBABILITIES, DataType.FLOAT, BATCH, labels);
    graph.output(logits, LOGITS, DataType.FLOAT, BATCH, labels);
    graph.output(embedding, EMBEDDING, DataType.FLOAT, BATCH, width());
    return graph.build();
  }

  private int width() {
    return members.stream().mapToInt(MemberGraph::width).sum();
  }

  private int views() {
    return members.stream().map(MemberGraph::views).distinct().count() > 1
            || members.get(0).views() == Views.BOTH
        ? 2
        : 1;
  }

  /** The samples of one part: of a clip, one window, in one view. */
  private Value part(Graph graph, Value samples, Value length, Value windows, Value index) {
    Value views = graph.integers(views());
    Value at = graph.unsqueeze(index, 0); // (1)
    Value view = graph.op("Mod", at, views);
    Value window = graph.op("Mod", graph.divide(at, views), windows);
    Value clip = graph.divide(at, graph.multiply(views, windows));
    Value whole = graph.squeeze(graph.gather(samples, clip, 0), 0); // (N)
    Value from = graph.divide(graph.multiply(length, window), windows);
    Value to = graph.divide(graph.multiply(length, graph.add(window, graph.integers(1))), windows);
    Value recording = graph.slice(whole, from, to, 0);
    if (views() == 1 && members.get(0).views() == Views.RECORDING) {
      return recording;
    }
    LevelledSpeech speech = LevelledSpeech.of(graph, recording);
    if (views() == 1) {
      return levelled(graph, recording, speech.from(), speech.to(), speech.gain());
    }
    Value second = graph.op("Equal", view, graph.integers(1));
    return levelled(
        graph,
        recording,
        graph.op("Where", second, speech.from(), graph.integers(0)),
        graph.op("Where", second, speech.to(), graph.dimension(recording, 0)),
        graph.op("Where", graph.squeeze(second, 0), speech.gain(), graph.single(1)));
  }

  private static Value levelled(Graph graph, Value samples, Value from, Value to, Value gain) {
    return graph.multiply(graph.slice(samples, from, to, 0), gain);
  }

  /** The mean over the windows of each clip, and over the views that each member wants. */
  private Value embedding(Graph graph, Value ofParts, Value clips, Value windows) {
    Value each =
        graph.op(
            "Reshape",
            ofParts,
            graph.concatenate(
                0, List.of(clips, windows, graph.integers(views(), width())))); // (clips, W, V, D)
    Value ofViews = graph.mean(each, 1, false); // (clips, V, D)
    if (views() == 1) {
      return graph.squeeze(ofViews, 1);
    }
    return graph.sum(graph.multiply(ofViews, graph.floats(shares(), 2, width())), 1, false);
  }

  /** Of the recording, and of its speech at one level, in the embedding of each member. */
  private float[] shares() {
    float[] shares = new float[2 * width()];
    int at = 0;
    for (MemberGraph member : members) {
      float levelled =
          switch (member.views()) {
            case RECORDING -> 0;
            case LEVELLED -> 1;
            case BOTH -> 0.5f;
          };
      java.util.Arrays.fill(shares, at, at + member.width(), 1 - levelled);
      java.util.Arrays.fill(shares, width() + at, width() + at + member.width(), levelled);
      at += member.width();
    }
    return shares;
  }

  private Value shifted(Graph graph, Value logits) {
    return shift.isNone() ? logits : graph.subtract(logits, graph.floats(shift.values(), labels));
  }

  /** Those of a single member, or the logarithms of the mean probabilities of several. */
  private Value logits(Graph graph, Value embedding) {
    List<Value> votes = new ArrayList<>();
    long at = 0;
    for (MemberGraph member : members) {
      Value own =
          members.size() == 1
              ? embedding
              : graph.slice(embedding, graph.integers(at), graph.integers(at + member.width()), 1);
      votes.add(
          graph.op(
              "Gemm",
              Attributes.of("transB", 1),
              own,
              graph.floats(member.headWeights(), labels, member.width()),
              graph.floats(member.headBiases(), labels)));
      at += member.width();
    }
    if (votes.size() == 1) {
      return votes.get(0);
    }
    List<Value> logs =
        votes.stream()
            .map(
                vote -> graph.unsqueeze(graph.op("LogSoftmax", Attributes.of("axis", -1), vote), 0))
            .toList();
    Value sum =
        graph.op(
            "ReduceLogSumExp",
            List.of(Attributes.list("axes", 0), Attributes.of("keepdims", 0)),
            graph.concatenate(0, logs)); // (clips, K)
    return graph.subtract(sum, graph.single(Math.log(members.size())));
  }
}
