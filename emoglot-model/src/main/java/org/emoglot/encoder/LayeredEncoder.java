package org.emoglot.encoder;

import java.util.List;
import java.util.function.UnaryOperator;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Site;

/**
 * An encoder of two parts that know nothing of each other.
 *
 * @param config the layout that it was built by
 * @param features from samples (ΣN, 1) to features (ΣT, C)
 * @param network what stands above them
 */
public record LayeredEncoder(
    EncoderConfig config, UnaryOperator<Frames> features, LayeredNetwork network)
    implements SpeechEncoder {

  @Override
  public Frames encodeFeatures(Frames samples) {
    return features.apply(samples);
  }

  @Override
  public Frames normalize(Frames encoded) {
    return network.normalize(encoded);
  }

  @Override
  public Frames input(Frames encoded, UnaryOperator<Frames> change, boolean training) {
    return network.input(encoded, change, training);
  }

  @Override
  public Frames hiddenState(Frames state, int from, int to, boolean training) {
    return network.stack().hiddenState(state, from, to, training);
  }

  @Override
  public List<Frames> hiddenStates(Frames state, int from, boolean training) {
    return network.stack().hiddenStates(state, from, training);
  }

  @Override
  public List<Site> sites() {
    return network.sites();
  }

  @Override
  public int entersAt(String parameter) {
    return network.entersAt(parameter);
  }

  @Override
  public boolean isTrainable(String parameter) {
    return network.isTrainable(parameter);
  }
}
