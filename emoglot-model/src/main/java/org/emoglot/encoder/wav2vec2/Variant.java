package org.emoglot.encoder.wav2vec2;

import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.context.ContextNetwork;
import org.emoglot.encoder.context.Positions;
import org.emoglot.nn.TransformerLayer;
import org.emoglot.tensor.Parameters;

/** The relative of wav2vec 2.0 that an encoder is, with its special parts. */
public sealed interface Variant {

  /** Every {@code model_type} that is one of these. */
  List<String> MODEL_TYPES =
      List.of(
          Plain.MODEL_TYPE,
          Hubert.MODEL_TYPE,
          WavLm.MODEL_TYPE,
          UniSpeech.MODEL_TYPE,
          UniSpeech.SPEAKER_AWARE_TYPE);

  /** The variant of a {@code model_type}, one of {@link #MODEL_TYPES}. */
  static Variant read(String type, ConfigKeys keys) {
    return switch (type) {
      case Hubert.MODEL_TYPE ->
          new Hubert(keys.flag("feat_proj_layer_norm"), keys.flag("conv_pos_batch_norm"));
      case WavLm.MODEL_TYPE ->
          new WavLm(keys.integer("num_buckets"), keys.integer("max_bucket_distance"));
      case UniSpeech.MODEL_TYPE -> new UniSpeech(false);
      case UniSpeech.SPEAKER_AWARE_TYPE -> new UniSpeech(true);
      default -> new Plain();
    };
  }

  /** {@code model_type} in config.json. */
  String modelType();

  /** The bare encoder's class in transformers. */
  String architecture();

  /** Whether features are normalised before they are projected. */
  default boolean projectionNorm() {
    return true;
  }

  /** How it knows where frames are, before its layers. */
  default Positions.Kind positions() {
    return Positions.convolution();
  }

  /** A checkpoint as its parameters want it, as {@code EncoderConfig.view} says. */
  default Weights view(Weights file, String start) {
    return ContextNetwork.unfolded(file, start);
  }

  /** Puts into the layers what it has there beyond wav2vec 2.0. */
  default void complete(ContextNetwork network, ContextConfig config, Parameters parameters) {}

  /** The variant's own keys of config.json. */
  default Map<String, Object> toJson() {
    return Map.of();
  }

  /** wav2vec 2.0 itself, XLSR-53, XLS-R and VoxPopuli among it. */
  record Plain() implements Variant {

    static final String MODEL_TYPE = "wav2vec2";

    @Override
    public String modelType() {
      return MODEL_TYPE;
    }

    @Override
    public String architecture() {
      return "Wav2Vec2Model";
    }
  }

  /**
   * UniSpeech (Wang et al. 2021, arXiv 2101.07597) and UniSpeech-SAT: the same encoder as wav2vec
   * 2.0, trained otherwise.
   *
   * @param speakerAware whether it is UniSpeech-SAT (Chen et al. 2021, arXiv 2110.05752)
   */
  record UniSpeech(boolean speakerAware) implements Variant {

    static final String MODEL_TYPE = "unispeech";
    static final String SPEAKER_AWARE_TYPE = "unispeech-sat";

    @Override
    public String modelType() {
      return speakerAware ? SPEAKER_AWARE_TYPE : MODEL_TYPE;
    }

    @Override
    public String architecture() {
      return speakerAware ? "UniSpeechSatModel" : "UniSpeechModel";
    }
  }

  /**
   * HuBERT (Hsu et al. 2021, arXiv 2106.07447): the same encoder, trained otherwise.
   *
   * @param projectionNorm {@code feat_proj_layer_norm}; false in DistilHuBERT
   * @param positionalBatchNorm {@code conv_pos_batch_norm}; true in mHuBERT-147
   */
  record Hubert(boolean projectionNorm, boolean positionalBatchNorm) implements Variant {

    static final String MODEL_TYPE = "hubert";

    @Override
    public String modelType() {
      return MODEL_TYPE;
    }

    @Override
    public String architecture() {
      return "HubertModel";
    }

    @Override
    public Positions.Kind positions() {
      return positionalBatchNorm ? Positions.batchNormedConvolution() : Positions.convolution();
    }

    @Override
    public Weights view(Weights file, String start) {
      return positionalBatchNorm ? file : Variant.super.view(file, start);
    }

    @Override
    public Map<String, Object> toJson() {
      return Map.of(
          "feat_proj_layer_norm", projectionNorm, "conv_pos_batch_norm", positionalBatchNorm);
    }
  }

  /**
   * WavLM (Chen et al. 2022, arXiv 2110.13900), with attention to the distance of two frames.
   *
   * @param buckets classes of distances, half of them for either direction
   * @param maxDistance frames; larger distances are in the last class
   * @see GatedRelativePositions
   */
  record WavLm(int buckets, int maxDistance) implements Variant {

    static final String MODEL_TYPE = "wavlm";
    private static final int LARGEST = 1_000_000;

    public WavLm {
      if (buckets < 4 || buckets > LARGEST || maxDistance <= buckets / 4 || maxDistance > LARGEST) {
        throw new InvalidInputException(
            "Expected num_buckets of at least 4 and a max_bucket_distance above a quarter of them, both at most %d, found %d and %d."
                .formatted(LARGEST, buckets, maxDistance));
      }
    }

    /** The class of every distance of a key from a query, from the largest before it on. */
    public int[] classes() {
      return RelativePositions.classesOfDistances(this);
    }

    @Override
    public String modelType() {
      return MODEL_TYPE;
    }

    @Override
    public String architecture() {
      return "WavLMModel";
    }

    @Override
    public void complete(ContextNetwork network, ContextConfig config, Parameters parameters) {
      int heads = config.heads();
      RelativePositions shared = new RelativePositions(this, heads, parameters);
      List<TransformerLayer> layers = network.layers();
      for (int i = 0; i < layers.size(); i++) {
        String name = "encoder.layers." + i + ".attention";
        layers
            .get(i)
            .attention()
            .setPositions(
                new GatedRelativePositions(shared, heads, config.width(), parameters, name));
      }
    }

    @Override
    public Map<String, Object> toJson() {
      return Map.of("num_buckets", buckets, "max_bucket_distance", maxDistance);
    }
  }
}
