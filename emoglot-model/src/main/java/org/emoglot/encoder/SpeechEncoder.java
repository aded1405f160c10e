package org.emoglot.encoder;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Site;
import org.emoglot.tensor.Parameters;

/**
 * What training and embedding know of an encoder. They ask it, and never which family it is from.
 *
 * <p>Speech goes through it in stages: samples become features, features become hidden state 0, and
 * each of L layers makes the next hidden state. Padding does not exist, so a clip gives the same
 * states alone and in any batch.
 */
public interface SpeechEncoder {

  /** The stage of the features, below hidden state 0; see {@link #entersAt}. */
  int FEATURES = -1;

  /** The layout that it was built by. */
  EncoderConfig config();

  /**
   * The features of samples.
   *
   * @param samples shape (ΣN, 1), as {@link FeatureExtractor} gives them
   * @return shape (ΣT, C), T as {@link EncoderConfig#frames} says
   */
  Frames encodeFeatures(Frames samples);

  /** The features as the first trained projection sees them: (ΣT, C) in and out. */
  default Frames normalize(Frames features) {
    return features;
  }

  /**
   * Hidden state 0, with positions if the encoder has them. It may have fewer frames than the
   * features.
   *
   * @param features shape (ΣT, C), from {@link #encodeFeatures}
   * @param change of the projected features (ΣT, D), such as the masking of some
   * @param training whether dropout is active
   * @return shape (ΣT, D)
   */
  Frames input(Frames features, UnaryOperator<Frames> change, boolean training);

  /** Hidden state 0 of unchanged features. */
  default Frames input(Frames features, boolean training) {
    return input(features, projected -> projected, training);
  }

  /**
   * One hidden state, computed from one below it.
   *
   * @param state shape (ΣT, D), hidden state number {@code from}
   * @param from 0 to L
   * @param to {@code from} to L
   * @param training whether dropout is active
   * @return shape (ΣT, D), hidden state number {@code to}
   */
  Frames hiddenState(Frames state, int from, int to, boolean training);

  /**
   * A hidden state and all above it.
   *
   * @param state shape (ΣT, D), hidden state number {@code from}
   * @param from 0 to L
   * @param training whether dropout is active
   * @return shape (ΣT, D) each, numbers {@code from} to L
   */
  List<Frames> hiddenStates(Frames state, int from, boolean training);

  /**
   * All L + 1 hidden states of features (ΣT, C): the input of the first layer, then each layer's
   * output, as transformers' {@code output_hidden_states}.
   */
  default List<Frames> hiddenStates(Frames features, boolean training) {
    return hiddenStates(input(features, training), 0, training);
  }

  /** The same of changed frames; see {@link #input(Frames, UnaryOperator, boolean)}. */
  default List<Frames> hiddenStates(
      Frames features, UnaryOperator<Frames> change, boolean training) {
    return hiddenStates(input(features, change, training), 0, training);
  }

  /**
   * The frames of a hidden state (ΣT, D) that are the clips', without {@link EncoderConfig#tokens}.
   */
  default Frames speech(Frames state) {
    return state.withoutFirst(config().tokens());
  }

  /** The places for adaptation, layer by layer; none without layers. */
  List<Site> sites();

  /**
   * The first stage that a parameter takes part in: {@link #FEATURES}, or the number of a hidden
   * state. A value that is computed once per clip depends on the parameters of its stage and those
   * below.
   *
   * @param parameter one of the encoder's own names
   */
  int entersAt(String parameter);

  /**
   * The number of the highest hidden state whose parameters are there, not empty; at most L.
   *
   * @param parameters the encoder's own
   */
  default int highestState(Parameters parameters) {
    return parameters.all().entrySet().stream()
        .filter(entry -> entry.getValue().numel() == 0)
        .mapToInt(entry -> entersAt(entry.getKey()) - 1)
        .min()
        .orElse(config().layers());
  }

  /** Whether training may change a parameter; statistics of pretraining it may not. */
  default boolean isTrainable(String parameter) {
    return true;
  }

  /**
   * Fits to the training clips what the encoder keeps of them besides weights, if anything.
   *
   * @param features of each training clip; not requested if nothing is kept
   */
  default void fit(Supplier<List<float[]>> features) {}
}
