package org.emoglot.spark;

import org.apache.spark.sql.SparkSession;
import org.emoglot.audio.AudioOptions;
import org.emoglot.classifier.ScorerOptions;
import picocli.CommandLine.Option;

/** Which saved model to use, and how to read audio: the options of the command line. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "<folder>",
      description =
          "A saved model: a folder or file of the driver or of a Hadoop file system, which is sent to"
              + " all machines; local:/path where every machine has it; or a name of --files"
              + " (default: the bundled emoglot-mini).")
  private String model = "";

  @Option(
      names = "--engine",
      paramLabel = "<engine>",
      description = "What computes: onnx or torch (default: the fastest that can).")
  private String engine = "";

  @Option(
      names = "--precision",
      paramLabel = "<precision>",
      description = "Number format of the model (default ${DEFAULT-VALUE}).")
  private String precision = ScorerOptions.DEFAULT.precision();

  @Option(
      names = "--downmix",
      paramLabel = "<policy>",
      description = "How to mix several channels (default ${DEFAULT-VALUE}).")
  private String downmix = AudioOptions.defaults().downmix().id();

  String model() {
    return model;
  }

  String downmix() {
    return downmix;
  }

  /** Sends the model to all machines. */
  ModelSource send(SparkSession spark) {
    return ModelShipping.send(spark, model, "", precision, engine);
  }

  /** What asks it. */
  EmotionClassifierTransformer transformer(String segments) {
    return new EmotionClassifierTransformer()
        .setInputCol(Recordings.CLIP)
        .setSegments(segments)
        .setDownmix(downmix);
  }
}
