package org.emoglot.encoder.wav2vec2;

import java.util.List;
import java.util.function.UnaryOperator;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.context.ContextNetwork;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Site;
import org.emoglot.nn.TransformerLayer;
import org.emoglot.tensor.Parameters;

/** wav2vec 2.0 or a relative: convolutions, and a context network above them. */
final class Wav2Vec2Encoder implements SpeechEncoder {

  private final Wav2Vec2Config config;
  private final ConvolutionalFeatureEncoder features;
  private final ContextNetwork context;

  Wav2Vec2Encoder(Wav2Vec2Config config, Parameters parameters) {
    this.config = config;
    Variant variant = config.variant();
    features = new ConvolutionalFeatureEncoder(config.convolutions(), parameters);
    context =
        new ContextNetwork(
            config.context(),
            config.channels(),
            variant.projectionNorm(),
            variant.positionalBatchNorm(),
            parameters);
    if (variant instanceof Variant.WavLm wavLm) {
      addRelativePositions(wavLm, parameters);
    }
  }

  private void addRelativePositions(Variant.WavLm wavLm, Parameters parameters) {
    int heads = config.context().heads();
    RelativePositions shared = new RelativePositions(wavLm, heads, parameters);
    List<TransformerLayer> layers = context.layers();
    for (int i = 0; i < layers.size(); i++) {
      String name = "encoder.layers." + i + ".attention";
      layers
          .get(i)
          .attention()
          .addBias(new GatedRelativePositions(shared, heads, config.width(), parameters, name));
    }
  }

  @Override
  public EncoderConfig config() {
    return config;
  }

  @Override
  public Frames encodeFeatures(Frames samples) {
    return features.forward(samples);
  }

  @Override
  public Frames normalize(Frames encoded) {
    return context.normalize(encoded);
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

  @Override
  public boolean isTrainable(String parameter) {
    return context.isTrainable(parameter);
  }
}
