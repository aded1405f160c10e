package org.emoglot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/** What the packages of this module may know of each other and of the world. */
@AnalyzeClasses(
    packages = "org.emoglot",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ModelArchitectureTest.OnlyThisModule.class
    })
class ModelArchitectureTest {

  private static final String[] PACKAGES = {
    "hub",
    "checkpoint",
    "feature",
    "tensor",
    "acoustic",
    "wav2vec2",
    "adapt",
    "loss",
    "classifier",
    "embedding",
    "train",
    "experiment",
    "grid",
    "study",
    "committee",
    "pretrain"
  };

  /** Leaves out the other modules, which have rules of their own. */
  static final class OnlyThisModule implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return location.contains("/emoglot-model/");
    }
  }

  @ArchTest static final ArchRule packagesKnowOnlyWhatIsBelow = layers();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.emoglot.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageHasItsLayer =
      classes().should().resideInAnyPackage(of(PACKAGES));

  @ArchTest
  static final ArchRule checkpointKnowsNoEngine =
      noClasses()
          .that()
          .resideInAPackage("org.emoglot.checkpoint..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule hubKnowsNoEngine =
      noClasses()
          .that()
          .resideInAPackage("org.emoglot.hub..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule featureKnowsNoEngine =
      noClasses()
          .that()
          .resideInAPackage("org.emoglot.feature..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule lossesDoNoInputOrOutput =
      noClasses()
          .that()
          .resideInAPackage("org.emoglot.loss..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.io..", "java.nio..", "java.net..", "org.emoglot.io.."));

  @ArchTest
  static final ArchRule nothingPrints =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule randomnessHasASeed =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(java.util.SplittableRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class);

  @ArchTest
  static final ArchRule packagesAreNullMarked = classes().should(beInANullMarkedPackage());

  private static ArchRule layers() {
    return Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("hub")
        .definedBy("org.emoglot.hub..")
        .layer("checkpoint")
        .definedBy("org.emoglot.checkpoint..")
        .layer("feature")
        .definedBy("org.emoglot.feature..")
        .layer("tensor")
        .definedBy("org.emoglot.tensor..")
        .layer("acoustic")
        .definedBy("org.emoglot.acoustic..")
        .layer("wav2vec2")
        .definedBy("org.emoglot.wav2vec2..")
        .layer("adapt")
        .definedBy("org.emoglot.adapt..")
        .layer("loss")
        .definedBy("org.emoglot.loss..")
        .layer("classifier")
        .definedBy("org.emoglot.classifier..")
        .layer("embedding")
        .definedBy("org.emoglot.embedding..")
        .layer("train")
        .definedBy("org.emoglot.train..")
        .layer("experiment")
        .definedBy("org.emoglot.experiment..")
        .layer("grid")
        .definedBy("org.emoglot.grid..")
        .layer("study")
        .definedBy("org.emoglot.study..")
        .layer("committee")
        .definedBy("org.emoglot.committee..")
        .layer("pretrain")
        .definedBy("org.emoglot.pretrain..")
        .whereLayer("hub")
        .mayNotAccessAnyLayer()
        .whereLayer("checkpoint")
        .mayNotAccessAnyLayer()
        .whereLayer("feature")
        .mayNotAccessAnyLayer()
        .whereLayer("tensor")
        .mayOnlyAccessLayers("checkpoint")
        .whereLayer("acoustic")
        .mayOnlyAccessLayers("tensor")
        .whereLayer("wav2vec2")
        .mayOnlyAccessLayers("checkpoint", "tensor", "acoustic")
        .whereLayer("adapt")
        .mayOnlyAccessLayers("checkpoint", "tensor", "wav2vec2")
        .whereLayer("loss")
        .mayOnlyAccessLayers("tensor", "wav2vec2")
        .whereLayer("classifier")
        .mayOnlyAccessLayers("hub", "checkpoint", "feature", "tensor", "wav2vec2", "adapt")
        .whereLayer("embedding")
        .mayOnlyAccessLayers("hub", "tensor", "wav2vec2", "adapt", "classifier")
        .whereLayer("train")
        .mayOnlyBeAccessedByLayers(
            "experiment", "grid", "study", "committee", "pretrain") // grid passes its reports on
        .whereLayer("experiment")
        .mayOnlyBeAccessedByLayers("grid", "study", "committee", "pretrain")
        .whereLayer("grid")
        .mayOnlyBeAccessedByLayers("study")
        .whereLayer("study")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("committee")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("pretrain")
        .mayNotBeAccessedByAnyLayer()
        .allowEmptyShould(true);
  }

  private static String[] of(String... names) {
    return java.util.Arrays.stream(names)
        .map(name -> "org.emoglot." + name + "..")
        .toArray(String[]::new);
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package with @NullMarked") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(
              SimpleConditionEvent.violated(
                  item, item.getPackageName() + " is not @NullMarked: " + item.getName()));
        }
      }
    };
  }
}
