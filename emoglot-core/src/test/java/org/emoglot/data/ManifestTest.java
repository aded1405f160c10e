package org.emoglot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Fakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

  private static final String HEADER = "utt_id,corpus,lang,speaker,label,split,path,seconds\n";
  private static final String ROW = "emodb/a,emodb,de,03,angry,train,../audio/a.wav,1.5\n";

  @TempDir Path folder;

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("emodb.csv"), text);
  }

  private Utterance utterance(String id, String path) {
    return new Utterance(
        id, "emodb", Language.of("de"), "03", "angry", Split.TRAIN, folder.resolve(path), 1.0 / 3);
  }

  @Test
  void write_thenRead_givesTheSame() {
    Manifest manifest =
        new Manifest(
            List.of(
                utterance("emodb/b", "audio/x, \"y\".wav"), utterance("emodb/a", "audio/a.wav")));
    Path file = folder.resolve("deep/below/emodb.csv");
    manifest.write(file);
    assertThat(Manifest.read(file)).isEqualTo(manifest);
    assertThat(Manifest.read(file).fingerprint()).isEqualTo(manifest.fingerprint());
    assertThat(file.getParent()).isDirectoryContaining(f -> f.equals(file));
  }

  @Test
  void of_labels_keepsTheirUtterances_andRefusesOneThatNobodyShows() {
    Manifest manifest =
        new Manifest(List.of(labelled("angry"), labelled("sad"), labelled("disgust")));

    assertThat(manifest.of(new LabelSet(List.of("sad", "angry"))).utterances())
        .extracting(Utterance::label)
        .containsExactly("angry", "sad");
    assertThatThrownBy(() -> manifest.of(new LabelSet(List.of("angry", "joy"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("found none of 'joy'", "[angry, disgust, sad]");
  }

  private Utterance labelled(String label) {
    return new Utterance(
        label, "emodb", Language.of("de"), "03", label, Split.TRAIN, folder.resolve(label), 1);
  }

  @Test
  void write_genderAndHash_readBackAndStayOutOfTheFingerprint() {
    Utterance plain = utterance("emodb/a", "a.wav");
    Utterance told =
        new Utterance(
            plain.id(),
            plain.corpus(),
            plain.language(),
            plain.speaker(),
            plain.label(),
            plain.split(),
            plain.path(),
            plain.seconds(),
            Gender.MALE,
            "abc");
    Path file = folder.resolve("emodb.csv");
    new Manifest(List.of(told)).write(file);
    assertThat(Manifest.read(file).utterances()).containsExactly(told);
    assertThat(told.in(Split.TEST).gender()).isEqualTo(Gender.MALE);
    assertThat(new Manifest(List.of(told)).fingerprint())
        .isEqualTo(new Manifest(List.of(plain)).fingerprint());
  }

  @Test
  void read_olderManifestWithoutGenderAndHash_isAccepted() throws IOException {
    Utterance u = Manifest.read(csv(HEADER + ROW)).utterances().get(0);
    assertThat(u.gender()).isEqualTo(Gender.UNKNOWN);
    assertThat(u.audioHash()).isEmpty();
  }

  @Test
  void folder_sameAudioInTwoCorpora_isFoundByTheManifestsAlone() {
    new Manifest(List.of(copy("savee/a", "savee", "h1"), copy("savee/b", "savee", "h2")))
        .write(folder.resolve("savee.csv"));
    new Manifest(List.of(copy("mine/x", "mine", "h1"), copy("mine/y", "mine", "")))
        .write(folder.resolve("mine.csv"));
    List<IdenticalAudio> identical = ManifestFolder.read(folder).identicalAudio();
    assertThat(identical).hasSize(1);
    assertThat(identical.get(0).ids()).containsExactly("mine/x", "savee/a");
    assertThat(identical.get(0).acrossCorpora()).isTrue();
    assertThat(identical.get(0).text()).isEqualTo("mine/x (train) = savee/a (train)");
  }

  private Utterance copy(String id, String corpus, String hash) {
    return new Utterance(
        id,
        corpus,
        Language.of("en"),
        "s",
        "sad",
        Split.TRAIN,
        folder.resolve("a.wav"),
        1,
        Gender.UNKNOWN,
        hash);
  }

  @Test
  void write_paths_areRelativeWithSlashes() throws IOException {
    Path file = folder.resolve("manifests/emodb.csv");
    new Manifest(List.of(utterance("emodb/a", "audio/wav/a.wav"))).write(file);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            HEADER.strip() + ",gender,audio_sha256,audio_fingerprint",
            "emodb/a,emodb,de,03,angry,train,../audio/wav/a.wav,0.3333333333333333,,,");
  }

  @Test
  void read_movedWithItsAudio_stillFindsIt() throws IOException {
    new Manifest(List.of(utterance("emodb/a", "here/audio/a.wav")))
        .write(folder.resolve("here/manifests/emodb.csv"));
    Files.move(folder.resolve("here"), folder.resolve("there"));
    Manifest moved = Manifest.read(folder.resolve("there/manifests/emodb.csv"));
    assertThat(moved.utterances().get(0).path())
        .isEqualTo(folder.resolve("there/audio/a.wav").toAbsolutePath());
  }

  @Test
  void read_furtherColumnsOtherOrderAndBom_areAccepted() throws IOException {
    Path file =
        csv(
            "\uFEFF"
                + """
                seconds,note,path,split,label,speaker,lang,corpus,utt_id
                2.5,"a, b",a.wav,test,sad,s,CN,casia,casia/x
                """);
    Utterance u = Manifest.read(file).utterances().get(0);
    assertThat(u.id()).isEqualTo("casia/x");
    assertThat(u.language()).isEqualTo(Language.of("zh"));
    assertThat(u.split()).isEqualTo(Split.TEST);
    assertThat(u.seconds()).isEqualTo(2.5);
  }

  @Test
  void read_decomposedAccents_areComposedInTextAndFoundAsFiles() throws IOException {
    Path audio = Files.createFile(folder.resolve("Cole\u0300re.wav"));
    Path file = csv(HEADER + "cafe/Cole\u0300re,cafe,fr,1,angry,train,Col\u00e8re.wav,1\n");
    Utterance u = Manifest.read(file).utterances().get(0);
    assertThat(u.id()).isEqualTo("cafe/Col\u00e8re");
    assertThat(Files.isSameFile(u.path(), audio)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "emodb/b,emodb,de,03,angry,dev,b.wav,1.5 | a split train, val or test in row 3 | 'dev'",
        "emodb/b,emodb,german,03,angry,train,b.wav,1.5 | a language code such as de in row 3 | 'german'",
        "emodb/b,emodb,de,03,angry,train,b.wav,0 | a positive number of seconds in row 3 | '0'",
        "emodb/b,emodb,de,03,angry,train,b.wav,-1 | a positive number of seconds in row 3 | '-1'",
        "emodb/b,emodb,de,03,angry,train,b.wav,NaN | a positive number of seconds in row 3 | 'NaN'",
        "emodb/b,emodb,de,03,angry,train,b.wav,long | a positive number of seconds in row 3 | 'long'",
        "emodb/b,emodb,de,03,angry,train,,1.5 | a value of path in row 3 | found none",
        "emodb/b,emodb,de,03, ,train,b.wav,1.5 | a value of label in row 3 | found none",
        "emodb/a,emodb,de,03,sad,train,b.wav,1.5 | every utt_id once | emodb/a in rows 2 and 3",
        "emodb/b,emodb,de | the columns | 3",
        "emodb/b,emodb,de,03,sad,train,b\u0000.wav,1.5 | a path in row 3 | Nul character",
      })
  void read_badRow_namesFileRowAndValue(String row, String expected, String found)
      throws IOException {
    Path file = csv(HEADER + ROW + row.replace("\\u0000", "\0") + "\n");
    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining(found)
        .hasMessageContaining("emodb.csv");
  }

  @Test
  void read_missingColumn_namesIt() throws IOException {
    Path file = csv("utt_id,corpus,lang,speaker,label,path\na,b,de,s,sad,x.wav\n");
    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found no split,seconds");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'' | at least one row", "utt_id | at least one row"})
  void read_noRows_saysSo(String text, String expected) throws IOException {
    Path file = csv(text);
    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining("emodb.csv");
  }

  @Test
  void read_notUtf8_saysSo() throws IOException {
    Path file = folder.resolve("latin.csv");
    Files.write(
        file, (HEADER + ROW.replace("03", "J\u00f6rg")).getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("UTF-8")
        .hasMessageContaining("latin.csv");
  }

  @Test
  void read_missingFile_saysSo() {
    assertThatThrownBy(() -> Manifest.read(folder.resolve("no.csv")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found nothing there");
  }

  @Test
  void manifest_noneOrRepeated_isRefused() {
    Utterance a = utterance("emodb/a", "a.wav");
    assertThatThrownBy(() -> new Manifest(List.of())).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Manifest(List.of(a, a)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("emodb/a twice");
  }

  @Test
  void fingerprint_otherPlace_isTheSameOtherLabelIsNot() {
    Utterance a = utterance("emodb/a", "a.wav");
    String fingerprint = new Manifest(List.of(a)).fingerprint();
    assertThat(new Manifest(List.of(utterance("emodb/a", "b.wav"))).fingerprint())
        .isEqualTo(fingerprint);
    assertThat(new Manifest(List.of(a.in(Split.TEST))).fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void of_split_selects() {
    Manifest manifest = new Manifest(Fakes.corpus("emodb", "de"));
    assertThat(manifest.of(Split.TRAIN)).hasSize(64);
    assertThat(manifest.of(Split.TEST)).hasSize(8).allMatch(u -> u.split() == Split.TEST);
    assertThat(manifest.languages()).containsExactly(Language.of("de"));
  }

  @Test
  void utterance_blankOrEmptyDuration_isRefused() {
    assertThatThrownBy(() -> utterance(" ", "a.wav"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not be blank");
    Utterance a = utterance("emodb/a", "a.wav");
    assertThatThrownBy(
            () ->
                new Utterance(a.id(), a.corpus(), a.language(), "s", "sad", a.split(), a.path(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0 s");
  }

  @Test
  void folder_severalManifests_areReadTogether() throws IOException {
    new Manifest(Fakes.corpus("emodb", "de")).write(folder.resolve("emodb.csv"));
    new Manifest(Fakes.corpus("emovo", "it")).write(folder.resolve("emovo.csv"));
    Files.writeString(folder.resolve("._emovo.csv"), "no manifest");
    Files.writeString(folder.resolve("emovo.report.json"), "{}");
    ManifestFolder all = ManifestFolder.read(folder);
    assertThat(all.manifests()).containsOnlyKeys("emodb.csv", "emovo.csv");
    assertThat(all.all().utterances()).hasSize(160);
    assertThat(all.fingerprints())
        .containsEntry("emodb.csv", Manifest.read(folder.resolve("emodb.csv")).fingerprint());
  }

  @Test
  void folder_sameUtteranceInTwoManifests_isRefused() {
    new Manifest(Fakes.corpus("emodb", "de")).write(folder.resolve("a.csv"));
    new Manifest(Fakes.corpus("emodb", "de")).write(folder.resolve("b.csv"));
    assertThatThrownBy(() -> ManifestFolder.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("emodb/s1-angry-0 in a.csv and b.csv");
  }

  @Test
  void folder_withoutManifests_saysWhatToDo() {
    assertThatThrownBy(() -> ManifestFolder.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("emoglot prepare");
    assertThatThrownBy(() -> ManifestFolder.read(folder.resolve("no")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none there");
  }
}
