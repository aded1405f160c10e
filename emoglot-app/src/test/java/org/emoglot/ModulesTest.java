package org.emoglot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Arrays;
import java.util.stream.Stream;

/** Which packages make which module, and what they may know of each other. */
@AnalyzeClasses(packages = "org.emoglot", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

  private static final String[] CORE = {
    "acoustic",
    "audio",
    "augment",
    "classifier",
    "corpus",
    "data",
    "fingerprint",
    "io",
    "metric",
    "natives",
    "preparation",
    "protocol",
    "provenance",
    "representation",
    "sampling",
    "segment",
    "statistics",
    "unlabelled"
  };
  private static final String[] FFMPEG = {"ffmpeg"};
  private static final String[] ONNX = {"onnx"};

  private static final String[] FILES = {"hub", "checkpoint", "feature"};

  /** Lowest first: each may know those before it. */
  private static final String[] MODEL = {
    "tensor",
    "nn",
    "encoder",
    "adapt",
    "loss",
    "loop",
    "network",
    "embedding",
    "train",
    "selfsupervised"
  };

  /** Lowest first: each may know those before it. */
  private static final String[] LAB = {"run", "experiment", "grid", "committee", "pretrain"};

  private static final String[] EXPORT = {"export"};

  /** The jar of the model in the box, which holds no code. */
  private static final String[] MINI = {"mini"};

  private static final String[] SERVE = {"serve"};

  private static final String[] APP = {"cli", "doctor", "extraction", "projection", "report"};

  @ArchTest static final ArchRule modulesLookDownwards = modules();

  @ArchTest static final ArchRule packagesOfTheModelLookDownwards = downwards(MODEL);

  @ArchTest static final ArchRule packagesOfTheLabLookDownwards = downwards(LAB);

  @ArchTest
  static final ArchRule everyPackageBelongsToAModule =
      classes()
          .that()
          .resideOutsideOfPackage("org.emoglot")
          .should()
          .resideInAnyPackage(
              Stream.of(CORE, FFMPEG, ONNX, FILES, MODEL, EXPORT, MINI, LAB, SERVE, APP)
                  .flatMap(names -> Arrays.stream(in(names)))
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule filesOfAModelKnowNoFormatButTheirOwn =
      noClasses()
          .that()
          .resideInAnyPackage(in("hub", "checkpoint", "feature"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  private static ArchRule modules() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("core")
        .definedBy(in(CORE))
        .layer("ffmpeg")
        .definedBy(in(FFMPEG))
        .layer("onnx")
        .definedBy(in(ONNX))
        .layer("files")
        .definedBy(in(FILES))
        .layer("model")
        .definedBy(in(MODEL))
        .layer("export")
        .definedBy(in(EXPORT))
        .layer("serve")
        .definedBy(in(SERVE))
        .layer("lab")
        .definedBy(in(LAB))
        .layer("app")
        .definedBy(in(APP))
        .whereLayer("core")
        .mayNotAccessAnyLayer()
        .whereLayer("ffmpeg")
        .mayOnlyAccessLayers("core")
        .whereLayer("onnx")
        .mayOnlyAccessLayers("core")
        .whereLayer("files")
        .mayOnlyAccessLayers("core")
        .whereLayer("model")
        .mayOnlyAccessLayers("core", "files")
        .whereLayer("export")
        .mayOnlyAccessLayers("core", "files", "model")
        .whereLayer("serve")
        .mayOnlyAccessLayers("core")
        .whereLayer("lab")
        .mayOnlyAccessLayers("core", "files", "model");
  }

  private static ArchRule downwards(String[] packages) {
    LayeredArchitecture rule =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (String name : packages) {
      rule = rule.layer(name).definedBy(in(name));
    }
    for (int i = 0; i < packages.length; i++) {
      String[] below = Arrays.copyOf(packages, i);
      rule =
          i == 0
              ? rule.whereLayer(packages[i]).mayNotAccessAnyLayer()
              : rule.whereLayer(packages[i]).mayOnlyAccessLayers(below);
    }
    return rule;
  }

  private static String[] in(String... names) {
    return Arrays.stream(names).map(name -> "org.emoglot." + name + "..").toArray(String[]::new);
  }
}
