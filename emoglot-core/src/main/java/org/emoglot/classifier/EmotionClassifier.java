package org.emoglot.classifier;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.SampleStream;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.segment.SegmentOptions;
import org.emoglot.segment.SpeechDetector;
import org.emoglot.segment.SpeechDetectors;
import org.emoglot.unlabelled.LogitShift;
import org.emoglot.unlabelled.SourceLogits;

/**
 * A trained model, ready for use.
 *
 * <pre>{@code
 * try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
 *   Prediction prediction = classifier.predict(Path.of("clip.wav"));
 * }
 * }</pre>
 *
 * <p>Its engine is a {@link Scorer}, which {@link java.util.ServiceLoader} finds. A clip without
 * speech gets no label: {@link Prediction#speech()} is false.
 *
 * <p>Threads may share it: any number may call it at the same time, and each gets the answer that
 * it would get alone. {@link #close()} waits for calls in progress; later calls get an {@link
 * IllegalStateException}.
 */
public final class EmotionClassifier implements AutoCloseable {

  private final Scorer scorer;
  final Lease lease;
  private final SpeechDetector detector;
  private final Answering answering;
  private final Inputs inputs = new Inputs(new AudioReader(AudioOptions.defaults()));

  /** Asks a scorer, which is closed with the classifier. */
  public EmotionClassifier(Scorer scorer) {
    this(scorer, new Lease(scorer), SpeechDetectors.find(SegmentOptions.DEFAULT));
  }

  private EmotionClassifier(Scorer scorer, Lease lease, SpeechDetector detector) {
    this.scorer = scorer;
    this.lease = lease;
    this.detector = detector;
    this.answering = new Answering(scorer, detector);
  }

  /** Loads a saved model or committee, as {@link #load(Path, ScorerOptions)} does. */
  public static EmotionClassifier load(Path folder) {
    return load(folder, ScorerOptions.DEFAULT);
  }

  /**
   * Loads a saved model or committee in another precision, or on a backbone that is in another
   * folder than it was in training.
   *
   * @throws org.emoglot.InvalidInputException if the folder or a file in it is missing, damaged, or
   *     of another backbone, or if no engine on the class path opens it
   */
  public static EmotionClassifier load(Path folder, ScorerOptions options) {
    SpeechDetector detector = SpeechDetectors.find(SegmentOptions.DEFAULT);
    try (Ahead ahead = Ahead.begin("detector of speech", detector::prepare)) {
      Scorer scorer = Scorers.open(folder, options);
      return new EmotionClassifier(scorer, new Lease(scorer), detector);
    }
  }

  /**
   * Loads the model that comes with Emoglot.
   *
   * @throws org.emoglot.InvalidInputException if {@link BundledModel} does not find it
   */
  public static EmotionClassifier bundled() {
    return load(BundledModel.folder());
  }

  /** The emotions that it tells apart. */
  public LabelSet labels() {
    return lease.whileOpen(scorer::labels);
  }

  /** How far to trust its answers. */
  public Confidence confidence() {
    return lease.whileOpen(scorer::confidence);
  }

  /** The corpora that it has heard, as it declares. */
  public HeardDeclaration heard() {
    return lease.whileOpen(scorer::heard);
  }

  /** Number of values in its parameters, of all members where it is a committee. */
  public long parameters() {
    return lease.whileOpen(scorer::parameters);
  }

  /** What computes, and with which numbers, such as {@code onnx int8}. */
  public String engine() {
    return lease.whileOpen(scorer::engine);
  }

  /**
   * The same model, adapted to recordings of the language, the speakers and the microphone to come;
   * their emotions need not be known, but should be several. A sample takes the place of an earlier
   * one. Both share the model: closing one closes the other.
   *
   * @throws org.emoglot.InvalidInputException if a sample is not finite, or the model does not
   *     store what it takes
   */
  public EmotionClassifier adaptedTo(List<Waveform> recordings) {
    UnlabelledSample sample = sample();
    unadapted().timelines(recordings).forEach(sample::add);
    return adapted(sample.shift());
  }

  /** The same model, adapted as a {@link #sample} says. */
  public EmotionClassifier adapted(LogitShift shift) {
    return new EmotionClassifier(new ShiftedScorer(scorer.unadapted(), shift), lease, detector);
  }

  /** The same model as it was trained. */
  public EmotionClassifier unadapted() {
    return new EmotionClassifier(scorer.unadapted(), lease, detector);
  }

  /** An empty sample to adapt to, of answers of {@link #unadapted}; not every model has one. */
  public UnlabelledSample sample() {
    return lease.whileOpen(() -> new UnlabelledSample(scorer));
  }

  /** How it answers its training languages. */
  SourceLogits source() {
    return scorer.source();
  }

  /**
   * The emotion of an audio file.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be read
   */
  public Prediction predict(Path file) {
    return predict(inputs.read(file));
  }

  /**
   * The emotion of an audio file in memory.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be decoded
   */
  public Prediction predict(byte[] file) {
    return predict(inputs.read(file));
  }

  /**
   * The emotion of an audio file that is read to its end, and not closed.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be decoded
   * @throws java.io.UncheckedIOException if reading fails
   */
  public Prediction predict(InputStream file) {
    return predict(inputs.read(file));
  }

  /** The emotion of one clip. */
  public Prediction predict(Waveform waveform) {
    return predict(List.of(waveform)).get(0);
  }

  /** The embedding (D) of a clip of any length, be it speech or not: the mean over its windows. */
  public float[] embedding(AudioSource audio, ClipAudio clip) {
    return lease.whileOpen(() -> LongClip.embedding(scorer, audio, clip));
  }

  /** Reads a clip to its end, and answers if it is a long one. */
  ReadRecording<Prediction> hear(AudioSource audio, ClipAudio clip) {
    return lease.whileOpen(
        () -> LongClip.hear(scorer, audio, clip, detector::hasSpeech, LongClip::ifSpeech));
  }

  /** The same of a clip of a corpus. */
  ReadRecording<CorpusAnswer> hearLabelled(AudioSource audio, ClipAudio clip) {
    return lease.whileOpen(
        () -> LongClip.hear(scorer, audio, clip, detector::findsSpeech, CorpusAnswer::of));
  }

  /** The answers to clips of a corpus, in the same order. */
  List<CorpusAnswer> answerLabelled(List<Waveform> clips) {
    Iterator<Prediction> predictions = predictSpeech(clips).iterator();
    return clips.stream()
        .map(clip -> new CorpusAnswer(predictions.next(), detector.findsSpeech(clip)))
        .toList();
  }

  /**
   * The emotions of clips at any rate, in the same order; each as it would be alone.
   *
   * @throws org.emoglot.InvalidInputException if a sample is not finite
   */
  public List<Prediction> predict(List<Waveform> waveforms) {
    List<Waveform> clips = inputs.checked(waveforms);
    return lease.whileOpen(() -> answering.predictions(clips, detector::hasSpeech));
  }

  /**
   * The emotions of clips that are known to be speech, such as those of a corpus: each gets a
   * label, as quiet as it may be, unless it holds no sample at all.
   *
   * @throws org.emoglot.InvalidInputException if a sample is not finite
   */
  public List<Prediction> predictSpeech(List<Waveform> waveforms) {
    List<Waveform> clips = inputs.checked(waveforms);
    return lease.whileOpen(() -> answering.predictions(clips, clip -> clip.samples().length > 0));
  }

  /**
   * The emotions of an audio file of any length, segment by segment.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be read
   */
  public Timeline timeline(Path file) {
    return timeline(inputs.reader(), file);
  }

  /**
   * The emotions of an audio file in memory, segment by segment.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be decoded
   */
  public Timeline timeline(byte[] file) {
    return inputs
        .reader()
        .use(new ByteArrayInputStream(file), Inputs.BYTES, path -> timeline(path));
  }

  /**
   * The emotions of an audio file that is read to its end, and not closed, segment by segment.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be decoded
   * @throws java.io.UncheckedIOException if reading fails
   */
  public Timeline timeline(InputStream file) {
    return inputs.reader().use(file, Inputs.STREAM, path -> timeline(path));
  }

  /**
   * The emotions of an audio file of any length, segment by segment, read in a way of one's own.
   * Neither the file nor what is decoded is ever whole in memory.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be read
   */
  public Timeline timeline(AudioReader reader, Path file) {
    return listen(reader, ClipAudio.whole(file)).orElse(this::timeline);
  }

  /** Reads a clip to its end, and answers on the way if it is a long one. */
  ReadRecording<Timeline> listen(AudioSource source, ClipAudio clip) {
    try (SampleStream audio = source.open(clip)) {
      return lease.whileOpen(() -> Listening.hear(scorer, detector, audio));
    }
  }

  /** Begins with a recording that arrives piece by piece; its work goes through {@link #lease}. */
  Listening listening() {
    return new Listening(scorer, detector);
  }

  /** The emotions of one recording, segment by segment. */
  public Timeline timeline(Waveform recording) {
    return timelines(List.of(recording)).get(0);
  }

  /**
   * The emotions of recordings at any rate, in the same order, segment by segment of their speech.
   *
   * <p>One of at most {@link SegmentOptions#maxSeconds} of {@link SegmentOptions#DEFAULT} is one
   * stretch, with the answer that {@link #predict(Waveform)} gives.
   *
   * @throws org.emoglot.InvalidInputException if a sample is not finite
   */
  public List<Timeline> timelines(List<Waveform> recordings) {
    List<Waveform> checked = inputs.checked(recordings);
    return lease.whileOpen(() -> answering.timelines(checked));
  }

  /** Closes the scorer once all who are being answered have their answer; then does nothing. */
  @Override
  public void close() {
    lease.close();
  }
}
