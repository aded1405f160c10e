package org.emoglot.encoder.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.acoustic.UtteranceStatistics;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Linear;
import org.emoglot.nn.Site;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/** {@link UtteranceStatistics} of each clip as one frame, standardised and projected. */
final class UtteranceStatisticsEncoder implements SpeechEncoder {

  private static final String PROJECTION = "feature_projection.projection";

  static final NameScheme NAMES =
      NameScheme.plain(List.of("feature_projection."), PROJECTION + ".weight");

  private final UtteranceStatisticsConfig config;
  private final Standardization standardization;
  private final Linear projection;

  UtteranceStatisticsEncoder(UtteranceStatisticsConfig config, Parameters parameters) {
    this.config = config;
    standardization =
        new Standardization(parameters, "feature_projection.standardization", config.channels());
    projection = new Linear(parameters, PROJECTION, config.channels(), config.width());
  }

  @Override
  public EncoderConfig config() {
    return config;
  }

  @Override
  public Frames encodeFeatures(Frames samples) {
    List<float[]> clips = new ArrayList<>();
    for (Tensor clip : samples.sequences()) {
      clips.add(statistics(Ops.floats(clip)));
    }
    return Frames.pack(clips, config.channels());
  }

  private static float[] statistics(float[] samples) {
    float[] values = new float[UtteranceStatistics.COUNT];
    int i = 0;
    for (double value : UtteranceStatistics.of(samples).values()) {
      values[i++] = (float) value;
    }
    return values;
  }

  @Override
  public Frames normalize(Frames features) {
    return features.with(standardization.forward(features.values()));
  }

  @Override
  public Frames input(Frames features, UnaryOperator<Frames> change, boolean training) {
    try (Scope scope = Scope.open()) {
      Frames projected =
          change.apply(features.with(projection.forward(normalize(features).values())));
      return features
          .with(Ops.single(projected.values()))
          .channelDropout(config.dropout(), training)
          .handOut(scope);
    }
  }

  @Override
  public Frames hiddenState(Frames state, int from, int to, boolean training) {
    return state;
  }

  @Override
  public List<Frames> hiddenStates(Frames state, int from, boolean training) {
    return List.of(state);
  }

  @Override
  public List<Site> sites() {
    return List.of();
  }

  @Override
  public int entersAt(String parameter) {
    return 0;
  }

  @Override
  public boolean isTrainable(String parameter) {
    return !Standardization.isStatistic(parameter);
  }

  @Override
  public void fit(Supplier<List<float[]>> features) {
    standardization.fit(features.get());
  }
}
