package org.emoglot;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructor;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;

/** The house rules, over every module that the command line stands on. */
@AnalyzeClasses(packages = "org.emoglot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** The packages that compute with tensors. */
  private static final String[] THE_ENGINE = {
    "org.emoglot.tensor..",
    "org.emoglot.nn..",
    "org.emoglot.encoder..",
    "org.emoglot.adapt..",
    "org.emoglot.loss..",
    "org.emoglot.network..",
    "org.emoglot.embedding..",
    "org.emoglot.loop..",
    "org.emoglot.train..",
    "org.emoglot.selfsupervised.."
  };

  /** A package counts together with those below it: the registry of corpora knows the readers. */
  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("org.emoglot.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule corpusReaders_doNotKnowEachOther =
      slices().matching("org.emoglot.corpus.(*)..").should().notDependOnEachOther();

  /** Blocks know no encoder; and of encoders, only what several stand on is known to another. */
  @ArchTest
  static final ArchRule blocks_knowNoEncoder =
      noClasses()
          .that()
          .resideInAPackage("org.emoglot.nn..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.emoglot.encoder..", "org.emoglot.adapt..");

  @ArchTest
  static final ArchRule encoderFamilies_doNotKnowEachOther =
      slices()
          .matching("org.emoglot.encoder.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("org.emoglot.encoder.."),
              resideInAnyPackage(
                  "org.emoglot.encoder.context",
                  "org.emoglot.encoder.convolution",
                  "org.emoglot.encoder.conformer"));

  /**
   * Sizes of the built-in encoders are settings, and an export writes what each kind computes; all
   * others ask the interface.
   */
  @ArchTest
  static final ArchRule encoderFamilies_areKnownToTheirSettingsAndTheExportOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.emoglot.encoder..", "org.emoglot.experiment..", "org.emoglot.export..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.emoglot.encoder.*..");

  @ArchTest
  static final ArchRule standardStreams_areUsedByTheCommandLineOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.emoglot.cli..")
          .should(accessField(System.class, "out"))
          .orShould(accessField(System.class, "err"))
          .orShould(callMethod(Throwable.class, "printStackTrace"))
          .orShould(callMethod(System.class, "exit", int.class));

  @ArchTest
  static final ArchRule everyPackage_isNullMarked =
      classes()
          .should(
              ArchCondition.from(
                  describe(
                      "reside in a package annotated with @NullMarked",
                      (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  @ArchTest
  static final ArchRule theTensorEngine_isSeenByTheModelOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(THE_ENGINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco.pytorch..", "org.bytedeco.openblas..");

  @ArchTest
  static final ArchRule ffmpeg_isSeenByItsDecoderOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.emoglot.ffmpeg..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.ffmpeg..");

  @ArchTest
  static final ArchRule onnxRuntime_isSeenByItsModuleOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.emoglot.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule randomness_isSeeded =
      classes()
          .should(never(callConstructor(Random.class)))
          .andShould(never(callConstructor(SplittableRandom.class)))
          .andShould(never(callMethod(Math.class, "random")))
          .andShould(never(callMethod(ThreadLocalRandom.class, "current")))
          .andShould(never(callMethod(RandomGenerator.class, "getDefault")));

  @ArchTest
  static final ArchRule randomness_isNotShared =
      noFields().that().areStatic().should().haveRawType(assignableToRandomGenerator());

  @ArchTest
  static final ArchRule lossesAndMetrics_doNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.emoglot.loss..",
              "org.emoglot.metric..",
              "org.emoglot.representation..",
              "org.emoglot.statistics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio.file..", "org.emoglot.io..")
          .allowEmptyShould(true);

  private static DescribedPredicate<JavaClass> assignableToRandomGenerator() {
    return JavaClass.Predicates.assignableTo(RandomGenerator.class);
  }
}
