package org.emoglot.pretrain;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.data.Gender;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.protocol.SpeechAudit;
import org.emoglot.selfsupervised.PretrainingConfig;

/**
 * What a pretraining listens to. Manifests give their training split for training and their
 * validation split for validation; test splits are not used. Of folders, a share of the clips is
 * held out, by a hash of seed and name. Nothing of an excluded language is in it.
 *
 * @param training clips to learn from; labels are not used
 * @param validation held out
 * @param leftOut files that are too short or cannot be read: name to reason
 */
public record Speech(
    List<Utterance> training, List<Utterance> validation, Map<String, String> leftOut) {

  private static final String UNKNOWN = "unknown";

  public Speech {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    if (training.isEmpty() || validation.isEmpty()) {
      throw new InvalidInputException(
          "Expected training and validation speech, found %d and %d clips: name more manifests or folders, or exclude fewer languages."
              .formatted(training.size(), validation.size()));
    }
  }

  /** Every file that may be opened for a request; folders are searched, and no audio is read. */
  static List<SpeechAudit.Clip> audible(PretrainingRequest request) {
    List<SpeechAudit.Clip> clips = new ArrayList<>();
    request.manifested().forEach(u -> clips.add(SpeechAudit.Clip.of(u)));
    for (SpeechFolder folder : request.audibleFolders()) {
      for (Path file : files(folder)) {
        clips.add(new SpeechAudit.Clip(id(folder, file), folder.language(), file));
      }
    }
    return clips;
  }

  /** What may not be opened, of manifests and folders; folders are searched, and not read. */
  static List<SpeechAudit.Clip> withheld(PretrainingRequest request) {
    List<SpeechAudit.Clip> clips = new ArrayList<>();
    request.utterances().stream()
        .filter(u -> request.excluded().contains(u.language()))
        .forEach(u -> clips.add(SpeechAudit.Clip.of(u)));
    for (SpeechFolder folder : request.withheldFolders()) {
      for (Path file : files(folder)) {
        clips.add(new SpeechAudit.Clip(id(folder, file), folder.language(), file));
      }
    }
    return clips;
  }

  /**
   * Gathers the speech of a request. The clips of folders are read once, to know that they can be
   * and how long they are.
   */
  static Speech gather(
      PretrainingRequest request, AudioSource audio, PretrainingListener listener) {
    PretrainingConfig config = request.settings().training();
    Map<String, String> leftOut = new LinkedHashMap<>();
    List<Utterance> all = new ArrayList<>();
    for (Utterance utterance : request.manifested()) {
      keep(utterance, config, all, leftOut);
    }
    for (SpeechFolder folder : request.audibleFolders()) {
      List<Utterance> found = new ArrayList<>();
      List<Path> files = files(folder);
      for (int i = 0; i < files.size(); i++) {
        try {
          keep(utterance(folder, files.get(i), audio.read(files.get(i))), config, found, leftOut);
        } catch (InvalidInputException e) {
          leftOut.put(files.get(i).toString(), String.valueOf(e.getMessage()));
        }
        listener.reading(folder.corpus(), i + 1, files.size());
      }
      all.addAll(split(found, config.heldOutShare(), request.seed()));
    }
    if (all.isEmpty()) {
      throw new InvalidInputException(
          "Expected clips of at least %s s, found none; skipped %d files."
              .formatted(config.shortestSeconds(), leftOut.size()));
    }
    Manifest manifest = new Manifest(all); // refuses a clip that is named twice
    return new Speech(
        manifest.of(Split.TRAIN),
        some(manifest.of(Split.VALIDATION), config.validationClips(), request.seed()),
        leftOut);
  }

  private static void keep(
      Utterance utterance,
      PretrainingConfig config,
      Collection<Utterance> kept,
      Map<String, String> leftOut) {
    if (utterance.seconds() < config.shortestSeconds()) {
      leftOut.put(
          utterance.path().toString(),
          "It has %.2f s, less than training.shortestSeconds.".formatted(utterance.seconds()));
    } else {
      kept.add(utterance);
    }
  }

  private static List<Path> files(SpeechFolder folder) {
    List<Path> files =
        AudioFiles.under(folder.folder()).clips().stream().map(ClipName::file).toList();
    if (files.isEmpty()) {
      throw new InvalidInputException(
          "Expected audio files below %s, found none.".formatted(folder.folder()));
    }
    return files;
  }

  private static Utterance utterance(SpeechFolder folder, Path file, Waveform waveform) {
    return new Utterance(
        id(folder, file),
        folder.corpus(),
        folder.language(),
        UNKNOWN,
        UNKNOWN,
        Split.TRAIN,
        file.toAbsolutePath(),
        waveform.seconds(),
        Gender.UNKNOWN,
        Sha256.of(waveform.samples()));
  }

  private static String id(SpeechFolder folder, Path file) {
    String name = folder.folder().relativize(file).toString().replace('\\', '/');
    return folder.corpus() + "/" + Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** Holds out a share of a folder, at least one clip of two. */
  private static List<Utterance> split(List<Utterance> clips, double share, long seed) {
    int held = Math.min(clips.size() / 2, (int) Math.ceil(share * clips.size()));
    List<Utterance> shuffled = shuffled(clips, seed);
    List<Utterance> split = new ArrayList<>();
    for (int i = 0; i < shuffled.size(); i++) {
      split.add(i < held ? shuffled.get(i).in(Split.VALIDATION) : shuffled.get(i));
    }
    return split;
  }

  private static List<Utterance> some(List<Utterance> clips, int most, long seed) {
    return shuffled(clips, seed).subList(0, Math.min(most, clips.size())).stream()
        .sorted(Comparator.comparing(Utterance::id))
        .toList();
  }

  private static List<Utterance> shuffled(List<Utterance> clips, long seed) {
    return clips.stream()
        .sorted(Comparator.comparing(u -> Sha256.of(seed + "\t" + u.id())))
        .toList();
  }

  /** Both parts. */
  List<Utterance> clips() {
    return Stream.concat(training.stream(), validation.stream()).toList();
  }

  /** SHA-256 over id, corpus, language and samples of the clips of both parts. */
  String fingerprint() {
    return Sha256.of(Json.writeLine(List.of(rows(training), rows(validation))));
  }

  private static List<List<String>> rows(List<Utterance> clips) {
    return clips.stream()
        .map(clip -> List.of(clip.id(), clip.corpus(), clip.language().code(), clip.audioHash()))
        .toList();
  }

  /** Hours to learn from, by language and corpus. */
  Map<String, Double> hours() {
    Map<String, Double> hours = new TreeMap<>();
    training.forEach(
        u -> hours.merge(u.language() + " " + u.corpus(), u.seconds() / 3600, Double::sum));
    return hours;
  }

  /**
   * What a backbone has heard that listens to this too. With speech of an unknown language in it,
   * the list is not all that was heard.
   *
   * @param before what it had heard
   */
  HeardDeclaration and(HeardDeclaration before) {
    List<Utterance> all = clips();
    HeardDeclaration heard =
        before.and(
            all.stream()
                .map(u -> new HeardCorpus(u.corpus(), u.language(), false))
                .distinct()
                .toList());
    boolean allKnown = all.stream().noneMatch(u -> u.language().equals(SpeechFolder.UNDETERMINED));
    return new HeardDeclaration(heard.declared() && allKnown, heard.heard());
  }
}
