package org.emoglot.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.emobox.EmoboxReader;
import org.emoglot.corpus.kaldi.KaldiReader;
import org.emoglot.corpus.nemo.NemoReader;
import org.emoglot.corpus.table.TableReader;
import org.emoglot.data.Manifest;
import org.emoglot.fuzz.ParserFuzz.Parser;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardDeclaration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged manifests, tables, label maps and JSON. */
class TextParsersFuzzTest {

  /**
   * A file to be damaged, and who reads it.
   *
   * @param others files beside it, name and text in turn
   */
  record Case(String name, String text, Parser parser, String... others) {
    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir Path folder;

  static Stream<Case> cases() {
    String manifest =
        """
        utt_id,corpus,lang,speaker,label,split,path,seconds,gender,audio_sha256
        own/a,own,de,s1,happy,train,a.wav,1.5,male,%s
        own/b,own,de,"s, 2",sad,test,b.wav,2.25,,
        """
            .formatted("ab".repeat(32));
    String table = "file,speaker,emotion,start,end\na.wav,s1,happy,0.0,0.1\nb.wav,(01),sad,,\n";
    return Stream.of(
        new Case("manifest.csv", manifest, Manifest::read),
        new Case(
            "table.csv", table, file -> new TableReader("x").read(file.getParent()), "a.wav", ""),
        new Case(
            "table_train.csv",
            table.replace(',', '\t'),
            file -> new TableReader("x").read(file.getParent()),
            "a.wav",
            ""),
        new Case(
            "train.jsonl",
            """
            {"key": "a", "dataset": "d", "wav": "a.wav", "type": "raw", "sample_rate": 16000, "length": 1.5, "task": "category", "emo": "hap", "channel": 1}
            {"key": "b", "dataset": "d", "wav": "b.wav", "sample_rate": 16000, "length": 1.5, "emo": "sad"}
            """,
            file -> new EmoboxReader().read(file.getParent()),
            "a.wav",
            ""),
        kaldi("wav.scp", "a a.wav\nb sox b.wav - |\n"),
        kaldi("utt2emo", "a happy\nb sad\n"),
        kaldi("utt2spk", "a \u001cs1\nb s 2\n"),
        kaldi("utt2dur", "a 1.5\nb -1\n"),
        new Case(
            "data.tsv",
            "file_id\tfile\tspeaker_id\nSB0_anger_1\tSB0_anger_1.wav\t SB0\n",
            file -> new NemoReader().read(file.getParent())),
        new Case(
            "labels.txt",
            "pleasant surprise  happy\nfru  -\n# note\n",
            f -> LabelMap.read(f.toString())),
        new Case("any.json", "{\"a\": [1, 2.5, {\"b\": \"c\"}], \"d\": null}", Json::read),
        new Case(
            "config.json",
            "{\"heard\": [{\"corpus\": \"emodb\", \"language\": \"de\", \"labelled\": true}], \"heard_is_all\": true}",
            file -> HeardDeclaration.of(Json.read(file))));
  }

  private static Case kaldi(String name, String text) {
    return new Case(
        name,
        text,
        file -> new KaldiReader().read(file.getParent()),
        "a.wav",
        "",
        "wav.scp",
        "a a.wav\n",
        "utt2emo",
        "a happy\n",
        "utt2spk",
        "a s1\n");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void read_fewMutations_areTakenOrRefused(Case given) throws IOException {
    run(given, ParserFuzz.FEW);
  }

  @Tag("fuzz")
  @ParameterizedTest
  @MethodSource("cases")
  void read_manyMutations_areTakenOrRefused(Case given) throws IOException {
    run(given, ParserFuzz.MANY);
  }

  private void run(Case given, int count) throws IOException {
    for (int i = 0; i < given.others().length; i += 2) {
      Files.writeString(folder.resolve(given.others()[i]), given.others()[i + 1]);
    }
    Path file = Files.writeString(folder.resolve(given.name()), given.text());
    ParserFuzz.run(file, count, given.parser());
  }
}
