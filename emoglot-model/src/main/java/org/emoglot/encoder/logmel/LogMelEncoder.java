package org.emoglot.encoder.logmel;

import java.util.List;
import java.util.function.UnaryOperator;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.context.ContextNetwork;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Site;
import org.emoglot.tensor.Parameters;

/** Log-mel frames, and a context network above them. */
final class LogMelEncoder implements SpeechEncoder {

  private final LogMelConfig config;
  private final LogMelFeatures features;
  private final ContextNetwork context;

  LogMelEncoder(LogMelConfig config, Parameters parameters) {
    this.config = config;
    features = new LogMelFeatures(config);
    // Energies are normalised over the clip; a norm over the bands would take the loudness away.
    context = new ContextNetwork(config.context(), config.channels(), false, false, parameters);
  }

  @Override
  public EncoderConfig config() {
    return config;
  }

  @Override
  public Frames encodeFeatures(Frames samples) {
    return features.of(samples);
  }

  @Override
  public Frames input(Frames encoded, UnaryOperator<Frames> change, boolean training) {
    return context.input(encoded, change, training);
  }

  @Override
  public Frames hiddenState(Frames state, int from, int to, boolean training) {
    return context.stack().hiddenState(state, from, to, training);
  }

  @Override
  public List<Frames> hiddenStates(Frames state, int from, boolean training) {
    return context.stack().hiddenStates(state, from, training);
  }

  @Override
  public List<Site> sites() {
    return context.sites();
  }

  @Override
  public int entersAt(String parameter) {
    return context.entersAt(parameter);
  }
}
