package org.emoglot.wav2vec2;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.acoustic.UtteranceStatistics;
import org.emoglot.tensor.Ops;

/** The {@link UtteranceStatistics} of each clip, as one frame. */
final class StatisticsFeatureEncoder implements FeatureEncoder {

  @Override
  public Frames forward(Frames samples) {
    List<float[]> clips = new ArrayList<>();
    for (Tensor clip : samples.sequences()) {
      clips.add(encode(Ops.floats(clip)));
    }
    return Frames.pack(clips, UtteranceStatistics.COUNT);
  }

  private static float[] encode(float[] samples) {
    float[] values = new float[UtteranceStatistics.COUNT];
    int i = 0;
    for (double value : UtteranceStatistics.of(samples).values()) {
      values[i++] = (float) value;
    }
    return values;
  }
}
