package org.emoglot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.ClipAudio;
import org.emoglot.classifier.AdaptedCard;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.tensor.Precision;
import org.emoglot.unlabelled.SampleNote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adapts a saved model to recordings without labels. */
@Command(
    name = "adapt",
    description = {
      "Adapts a saved model to recordings of your language, speakers and microphone, whose emotions"
          + " need not be known, and writes the adapted model to <out>: a small folder that refers"
          + " to the model by its path and hash.",
      "16 to 64 clips of several speakers and emotions help most. A sample that seems to hold one"
          + " emotion counts less. Clips without speech do not count."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot adapt --audio my-recordings/ --out my-model",
      "  emoglot adapt --model runs/all-de/model --manifest manifests/mine.csv \\",
      "      --out my-model",
      "  emoglot predict --model my-model clip.wav"
    })
final class AdaptCommand implements Callable<Integer> {

  /** Longer recordings are named in the folder, but not by what they hold. */
  private static final double LONGEST_SECONDS = 600;

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--audio",
      arity = "1..*",
      paramLabel = "<file or folder>",
      description = "Recordings: audio files, and folders with audio files.")
  private List<String> recorded = new ArrayList<>();

  @Option(
      names = "--manifest",
      paramLabel = "<csv>",
      description = "A manifest of recordings, from emoglot prepare; its labels are not read.")
  private Path manifest = Path.of("");

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the adapted model; one that is there is replaced.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    requireReplaceable(out);
    Path named = model.folder();
    Path base = AdaptedFolder.isAdapted(named) ? AdaptedFolder.base(named) : named;
    AudioReader audio = model.audio(output);
    Precision precision = model.precision().asIs(output);
    try (EmotionClassifier classifier = model.load(precision, output)) {
      UnlabelledSample sample = classifier.sample();
      Map<ClipAudio, String> names = clips();
      Map<ClipAudio, Double> heard =
          new SampleHearing(classifier, audio, output).hear(List.copyOf(names.keySet()), sample);
      LabelSet labels = classifier.labels();
      List<ClipPrint> prints = new ArrayList<>();
      heard.forEach(
          (clip, seconds) ->
              prints.add(print(names.getOrDefault(clip, clip.toString()), clip, seconds, audio)));
      AdaptedFolder.save(
          base,
          labels,
          sample.shift(),
          CommitteeFolder.heardClips(base),
          prints,
          AdaptedCard.of(base, labels, sample, prints.size()),
          out);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", base.toString());
      result.put("out", out.toString());
      result.putAll(SampleHearing.asObject(sample, labels));
      sample.notes().forEach(output::note);
      output.result(result, () -> text(sample, labels, base));
    }
    return ExitCode.DONE;
  }

  private static void requireReplaceable(Path out) {
    if (Files.exists(out) && !AdaptedFolder.isAdapted(out)) {
      throw new InvalidInputException(
          "Expected nothing, or an adapted model, at %s, found something else: choose another --out, or remove it."
              .formatted(out));
    }
  }

  /** What to hear, each with its name. */
  private Map<ClipAudio, String> clips() {
    Map<ClipAudio, String> clips = new LinkedHashMap<>();
    if (!recorded.isEmpty()) {
      try (Recordings recordings = Recordings.find(PathArgument.list(recorded))) {
        recordings.empty().forEach(failed -> output.warn(failed.error()));
        recordings.files().forEach(file -> clips.put(ClipAudio.whole(file), recordings.name(file)));
      }
    }
    if (!manifest.toString().isEmpty()) {
      for (Utterance utterance : Manifest.read(manifest).utterances()) {
        clips.put(utterance.audio(), utterance.id());
      }
    }
    if (clips.isEmpty()) {
      throw new InvalidInputException(
          "Expected recordings to adapt to (--audio <folder> or --manifest <csv>), found none.");
    }
    return clips;
  }

  /** What identifies a recording, so that nobody evaluates on it unawares. */
  private static ClipPrint print(String name, ClipAudio clip, double seconds, AudioReader audio) {
    return seconds <= LONGEST_SECONDS
        ? ClipPrint.of(name, audio.read(clip))
        : new ClipPrint(name, "", Fingerprint.NONE);
  }

  private String text(UnlabelledSample sample, LabelSet labels, Path base) {
    return SampleNote.changes(base, sample.shift(), labels) + "%nWrote %s.%n".formatted(out);
  }
}
