package org.emoglot.spark;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.Downmix;
import org.emoglot.classifier.ScorerOptions;

/**
 * Recognises emotions in a column of recordings, on every machine of a cluster.
 *
 * <pre>{@code
 * Dataset<Row> answered =
 *     new EmotionClassifierTransformer()
 *         .setInputCol("path")
 *         .setOutputCol("emotion")
 *         .transform(spark.read().format("binaryFile").load("s3a://calls/").select("path"));
 * answered.select("path", "emotion.label", "emotion.scores", "emotion.error");
 * }</pre>
 *
 * <p>The column holds paths (any that Hadoop's client reads), or bytes of audio files, as {@code
 * content} of Spark's source {@code binaryFile}. Recordings of any length are read piece by piece
 * from a path. The new column is a struct; see {@code docs/cluster.md} for its members. A row whose
 * recording cannot be read has an {@code error} there, and nothing else.
 *
 * <p>Each executor loads the model once, and its tasks share it. The model travels from the driver;
 * an executor that has another one fails its tasks. Every row is answered once, however the column
 * is used afterwards.
 */
public final class EmotionClassifierTransformer extends Transformer
    implements DefaultParamsWritable {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> model;
  private final Param<String> sha256;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> segments;
  private final Param<String> downmix;
  private final Param<String> precision;
  private final Param<String> engine;
  private final BooleanParam embedding;

  /** One that asks the bundled model about the column {@code path}. */
  public EmotionClassifierTransformer() {
    this(Identifiable$.MODULE$.randomUID("emotionClassifier"));
  }

  /** The same under a name, as Spark makes copies. */
  public EmotionClassifierTransformer(String uid) {
    this.uid = uid; // before any parameter, which asks for it
    model =
        text(
            "model",
            "a saved model: a folder or file of the driver or of a Hadoop file system, local:/path"
                + " where every machine has it, a name of --files, or nothing for the bundled one",
            "");
    sha256 = text("sha256", "what the model's hash must be; nothing for any", "");
    inputCol = text("inputCol", "the column of paths or of the bytes of files", "path");
    outputCol = text("outputCol", "the column of answers", "emotion");
    segments =
        text(
            "segments",
            "auto: a recording of more than 8 s gets one answer per segment of speech as well; off:"
                + " every recording gets one answer",
            "auto");
    downmix =
        text("downmix", "how several channels are mixed", AudioOptions.defaults().downmix().id());
    precision = text("precision", "number format of the model", ScorerOptions.DEFAULT.precision());
    engine = text("engine", "what computes; nothing for the fastest that can", "");
    embedding = new BooleanParam(this, "embedding", "whether the embedding is given too");
    setDefault(embedding, false);
  }

  private Param<String> text(String name, String meaning, String value) {
    Param<String> param = new Param<>(this, name, meaning);
    setDefault(param, value);
    return param;
  }

  @Override
  public String uid() {
    return uid;
  }

  /** The parameter of {@link #setModel}. */
  public Param<String> model() {
    return model;
  }

  /** The parameter of {@link #setSha256}. */
  public Param<String> sha256() {
    return sha256;
  }

  /** The parameter of {@link #setInputCol}. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** The parameter of {@link #setOutputCol}. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** The parameter of {@link #setSegments}. */
  public Param<String> segments() {
    return segments;
  }

  /** The parameter of {@link #setDownmix}. */
  public Param<String> downmix() {
    return downmix;
  }

  /** The parameter of {@link #setPrecision}. */
  public Param<String> precision() {
    return precision;
  }

  /** The parameter of {@link #setEngine}. */
  public Param<String> engine() {
    return engine;
  }

  /** The parameter of {@link #setEmbedding}. */
  public BooleanParam embedding() {
    return embedding;
  }

  /**
   * Which model answers.
   *
   * @param value a folder or file of the driver or of a Hadoop file system, which is sent to all
   *     machines; {@code local:/path} for one that they have; a name of {@code --files}; or an
   *     empty text for the bundled model
   */
  public EmotionClassifierTransformer setModel(String value) {
    set(model, value);
    return this;
  }

  /** The hash that the model must have; {@link #write} stores that of the model. */
  public EmotionClassifierTransformer setSha256(String value) {
    set(sha256, value);
    return this;
  }

  /** The column of recordings; by default {@code path}. */
  public EmotionClassifierTransformer setInputCol(String value) {
    set(inputCol, value);
    return this;
  }

  /** The column of answers; by default {@code emotion}. */
  public EmotionClassifierTransformer setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  /**
   * Whether long recordings are cut into segments of speech.
   *
   * @param value auto, the default, or off
   */
  public EmotionClassifierTransformer setSegments(String value) {
    set(segments, value);
    return this;
  }

  /** How several channels are mixed, as {@code --downmix} takes it. */
  public EmotionClassifierTransformer setDownmix(String value) {
    set(downmix, value);
    return this;
  }

  /** The number format that the model computes in, as {@code --precision} takes it. */
  public EmotionClassifierTransformer setPrecision(String value) {
    set(precision, value);
    return this;
  }

  /** What computes, as {@code --engine} takes it; by default the fastest that can. */
  public EmotionClassifierTransformer setEngine(String value) {
    set(engine, value);
    return this;
  }

  /** Whether each recording with speech gets its embedding too, for the time of an answer. */
  public EmotionClassifierTransformer setEmbedding(boolean value) {
    set(embedding, value);
    return this;
  }

  private boolean withEmbedding() {
    return Boolean.TRUE.equals(getOrDefault(embedding));
  }

  private <T> T value(Param<T> param) {
    return getOrDefault(param);
  }

  /**
   * Adds the column of answers.
   *
   * @throws InvalidInputException if the model or the column is missing, or a parameter is none
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    SparkSession spark = dataset.sparkSession();
    return transform(
        dataset,
        ModelShipping.send(spark, value(model), value(sha256), value(precision), value(engine)));
  }

  /** The same with a model that has been sent. */
  Dataset<Row> transform(Dataset<?> dataset, ModelSource source) {
    transformSchema(dataset.schema());
    UserDefinedFunction ask =
        functions
            .udf(
                new ClipAsker(source, manner(), HadoopSettings.of(dataset.sparkSession())),
                AnswerRows.type(withEmbedding()))
            .asNondeterministic(); // else Spark may ask twice
    return onMachines(dataset.toDF()).withColumn(value(outputCol), ask.apply(col(value(inputCol))));
  }

  /** Rows that the driver holds itself, it would also answer itself, while it still plans. */
  private static Dataset<Row> onMachines(Dataset<Row> rows) {
    return !rows.isStreaming() && rows.queryExecution().optimizedPlan() instanceof LocalRelation
        ? rows.sparkSession().createDataFrame(rows.javaRDD(), rows.schema())
        : rows;
  }

  private ClipAsker.Manner manner() {
    String cut = value(segments);
    if (!cut.equals("auto") && !cut.equals("off")) {
      throw new InvalidInputException(
          "Expected segments auto or off, found '%.40s'.".formatted(cut));
    }
    String mix = Downmix.of(value(downmix)).id();
    return new ClipAsker.Manner(cut.equals("auto"), withEmbedding(), mix);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    AnswerRows.requireColumns(schema, value(inputCol), value(outputCol));
    return schema.add(
        new StructField(
            value(outputCol), AnswerRows.type(withEmbedding()), true, Metadata.empty()));
  }

  @Override
  public EmotionClassifierTransformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Writes the parameters, with the hash of the model, which stays where it is. */
  @Override
  public MLWriter write() {
    SparkSession spark = SparkSession.active();
    String hash =
        ModelShipping.send(spark, value(model), value(sha256), value(precision), value(engine))
            .sha256();
    return new DefaultParamsWriter(copy(new ParamMap()).setSha256(hash));
  }

  /** Reads what {@link #write} has written. */
  public static MLReader<EmotionClassifierTransformer> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads what was saved in a folder. */
  public static EmotionClassifierTransformer load(String folder) {
    return read().load(folder);
  }
}
