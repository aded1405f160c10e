package org.emoglot.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.AnswerJson;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Answers as rows of a table, and back.
 *
 * <pre>
 * label string, scores map(string, double), speech boolean, uncertain boolean,
 * answers array(string), seconds double,
 * segments array(struct(start double, end double, label, uncertain, answers, scores)),
 * embedding array(float), error string
 * </pre>
 *
 * <p>Scores are the best first. A recording that could not be read has only an error; without
 * speech there is neither label nor score. Segments are those of a recording that was searched for
 * speech, with times in seconds. The length is not known where no segments were asked for.
 */
final class AnswerRows {

  static final String LABEL = "label";
  static final String SCORES = "scores";
  static final String SPEECH = "speech";
  static final String UNCERTAIN = "uncertain";
  static final String ANSWERS = "answers";
  static final String SECONDS = "seconds";
  static final String SEGMENTS = "segments";
  static final String EMBEDDING = "embedding";
  static final String ERROR = "error";

  private static final String START = "start";
  private static final String END = "end";

  private static final DataType NAMES = DataTypes.createArrayType(DataTypes.StringType, false);
  private static final DataType BY_NAME =
      DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false);

  private static final StructType SEGMENT =
      new StructType(
          new StructField[] {
            required(START, DataTypes.DoubleType),
            required(END, DataTypes.DoubleType),
            required(LABEL, DataTypes.StringType),
            required(UNCERTAIN, DataTypes.BooleanType),
            required(ANSWERS, NAMES),
            required(SCORES, BY_NAME)
          });

  private AnswerRows() {}

  /** The type of an answer, with or without embedding. */
  static StructType type(boolean embedding) {
    List<StructField> fields = new ArrayList<>();
    fields.add(optional(LABEL, DataTypes.StringType));
    fields.add(optional(SCORES, BY_NAME));
    fields.add(optional(SPEECH, DataTypes.BooleanType));
    fields.add(optional(UNCERTAIN, DataTypes.BooleanType));
    fields.add(optional(ANSWERS, NAMES));
    fields.add(optional(SECONDS, DataTypes.DoubleType));
    fields.add(optional(SEGMENTS, DataTypes.createArrayType(SEGMENT, false)));
    if (embedding) {
      fields.add(optional(EMBEDDING, DataTypes.createArrayType(DataTypes.FloatType, false)));
    }
    fields.add(optional(ERROR, DataTypes.StringType));
    return new StructType(fields.toArray(new StructField[0]));
  }

  /**
   * Refuses a table without a column of recordings, or with one of answers.
   *
   * @throws InvalidInputException naming what is wrong
   */
  static void requireColumns(StructType schema, String input, String output) {
    if (!List.of(schema.fieldNames()).contains(input)) {
      throw new InvalidInputException(
          "Expected a column '%.60s' of recordings, found %.300s: name another as inputCol."
              .formatted(input, String.join(", ", schema.fieldNames())));
    }
    DataType type = schema.apply(input).dataType();
    if (!type.equals(DataTypes.StringType)
        && !type.equals(DataTypes.BinaryType)
        && !type.equals(Clips.PASSAGE)) {
      throw new InvalidInputException(
          "Expected paths (string) or bytes of files (binary) in the column '%.60s', found %.100s."
              .formatted(input, type.simpleString()));
    }
    if (List.of(schema.fieldNames()).contains(output)) {
      throw new InvalidInputException(
          "Expected a new name for the column of answers, found '%.60s', which is there: name another as outputCol."
              .formatted(output));
    }
  }

  private static StructField required(String name, DataType type) {
    return new StructField(name, type, false, Metadata.empty());
  }

  private static StructField optional(String name, DataType type) {
    return new StructField(name, type, true, Metadata.empty());
  }

  /**
   * The answer to a recording.
   *
   * @param embedding nothing where none was asked for, or there is no speech
   */
  static Row of(Timeline timeline, boolean withEmbedding, float @Nullable [] embedding) {
    List<Timeline.Part> parts = timeline.isWhole() ? List.of() : timeline.parts();
    return row(timeline.overall(), timeline.seconds(), parts, withEmbedding, embedding);
  }

  /** The one answer to a recording. */
  static Row of(Prediction prediction, boolean withEmbedding, float @Nullable [] embedding) {
    return row(prediction, null, List.of(), withEmbedding, embedding);
  }

  /** A recording that could not be read, and why. */
  static Row failed(String error, boolean withEmbedding) {
    Object[] values = new Object[type(withEmbedding).size()];
    values[values.length - 1] = error;
    return RowFactory.create(values);
  }

  private static Row row(
      Prediction overall,
      @Nullable Double seconds,
      List<Timeline.Part> parts,
      boolean withEmbedding,
      float @Nullable [] embedding) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(overall.speech() ? overall.label() : null);
    values.add(scores(overall));
    values.add(overall.speech());
    values.add(overall.uncertain());
    values.add(overall.answers());
    values.add(seconds);
    values.add(parts.stream().map(AnswerRows::row).toList());
    if (withEmbedding) {
      values.add(embedding);
    }
    values.add(null);
    return RowFactory.create(values.toArray());
  }

  private static Row row(Timeline.Part part) {
    Prediction prediction = part.prediction();
    return RowFactory.create(
        part.segment().startSeconds(),
        part.segment().endSeconds(),
        prediction.label(),
        prediction.uncertain(),
        prediction.answers(),
        scores(prediction));
  }

  private static Map<String, Double> scores(Prediction prediction) {
    Map<String, Double> scores = new LinkedHashMap<>();
    prediction.scores().forEach(score -> scores.put(score.label(), score.score()));
    return scores;
  }

  /** Why there is no answer; nothing where there is one. */
  static @Nullable String error(Row answer) {
    return answer.getAs(ERROR);
  }

  /** The answer to all of a recording, from its row or from that of a segment. */
  static Prediction prediction(Row answer) {
    Map<String, Double> scores = answer.getJavaMap(answer.fieldIndex(SCORES));
    return new Prediction(
        scores.entrySet().stream()
            .map(entry -> new Prediction.Score(entry.getKey(), entry.getValue()))
            .toList(),
        answer.getBoolean(answer.fieldIndex(UNCERTAIN)),
        answer.getList(answer.fieldIndex(ANSWERS)));
  }

  /** The answers to its segments; none where it was not searched. */
  static List<Timeline.Part> parts(Row answer) {
    List<Row> segments = answer.getList(answer.fieldIndex(SEGMENTS));
    return segments.stream()
        .map(
            segment ->
                new Timeline.Part(
                    new Segment(
                        segment.getDouble(segment.fieldIndex(START)),
                        segment.getDouble(segment.fieldIndex(END))),
                    prediction(segment)))
        .toList();
  }

  /** What {@code emoglot predict --format jsonl} prints of it. */
  static Map<String, Object> json(String path, Row answer) {
    return AnswerJson.of(path, prediction(answer), parts(answer));
  }
}
