package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.segment.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSketchTest {

  private static final List<String> LABELS = List.of("angry", "happy", "sad");
  private static final int RECORDINGS = 500;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 500})
  void parts_inAnyNumberAndOrder_holdTheSame(int parts) {
    SampleSketch whole = new SampleSketch(LABELS, 100);
    for (int i = 0; i < RECORDINGS; i++) {
      whole.add(i, row(i));
    }
    List<SampleSketch> sketches = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      sketches.add(new SampleSketch(LABELS, 100));
    }
    for (int i = RECORDINGS - 1; i >= 0; i--) {
      sketches.get(i * 31 % parts).add(i, row(i));
    }
    while (sketches.size() > 1) { // as a tree
      List<SampleSketch> merged = new ArrayList<>();
      for (int i = 0; i < sketches.size(); i += 2) {
        merged.add(
            i + 1 == sketches.size()
                ? sketches.get(i)
                : sketches.get(i + 1).merge(sketches.get(i)));
      }
      sketches = merged;
    }

    assertThat(sketches.get(0).positions()).containsExactlyInAnyOrder(whole.positions());
    assertThat(sketches.get(0).counts()).isEqualTo(whole.counts());
  }

  @Test
  void moreThanFit_areThinnedEvenly() {
    SampleSketch sketch = new SampleSketch(LABELS, 100);
    for (int i = 0; i < RECORDINGS; i++) {
      sketch.add(i, row(i));
    }

    assertThat(sketch.isFull()).isTrue();
    long firstHalf =
        java.util.Arrays.stream(sketch.positions()).filter(at -> at < RECORDINGS / 2).count();
    assertThat(firstHalf).isBetween(25L, 75L);
    assertThat(sketch.recordings()).isEqualTo(RECORDINGS - RECORDINGS / 10);
    assertThat(sketch.unreadable()).isEqualTo(RECORDINGS / 10);
  }

  @Test
  void fewerThanFit_areAllKept() {
    SampleSketch sketch = new SampleSketch(LABELS);
    for (int i = 0; i < RECORDINGS; i++) {
      sketch.add(i, row(i));
    }

    assertThat(sketch.isFull()).isFalse();
    assertThat(sketch.positions()).hasSize((int) (sketch.recordings() - RECORDINGS / 10));
  }

  /** Every tenth cannot be read, every tenth is silent, every tenth has two segments. */
  private static Row row(int number) {
    Row row =
        switch (number % 10) {
          case 0 -> AnswerRows.failed("Expected audio, found none.", false);
          case 1 -> AnswerRows.of(Prediction.NO_SPEECH, false, null);
          case 2 ->
              AnswerRows.of(
                  new Timeline(
                      20,
                      List.of(
                          new Timeline.Part(new Segment(1, 4), prediction(number)),
                          new Timeline.Part(new Segment(6, 9), prediction(number + 1))),
                      prediction(number)),
                  false,
                  null);
          default -> AnswerRows.of(prediction(number), false, null);
        };
    return typed(row, AnswerRows.type(false));
  }

  private static Row typed(Row row, org.apache.spark.sql.types.StructType type) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = row.get(i);
      if (value instanceof java.util.Map<?, ?> map) {
        value = scala.jdk.javaapi.CollectionConverters.asScala(map);
      } else if (value instanceof List<?> list) {
        List<Object> items = new ArrayList<>();
        for (Object item : list) {
          items.add(
              item instanceof Row inner
                  ? typed(
                      inner,
                      (org.apache.spark.sql.types.StructType)
                          ((org.apache.spark.sql.types.ArrayType) type.apply(i).dataType())
                              .elementType())
                  : item);
        }
        value = scala.jdk.javaapi.CollectionConverters.asScala(items).toSeq();
      }
      values[i] = value;
    }
    return new GenericRowWithSchema(values, type);
  }

  private static Prediction prediction(int number) {
    double first = 0.2 + (number % 7) / 10.0;
    return new Prediction(
        List.of(
            new Prediction.Score("angry", first),
            new Prediction.Score("happy", (1 - first) / 3),
            new Prediction.Score("sad", 2 * (1 - first) / 3)),
        false);
  }
}
