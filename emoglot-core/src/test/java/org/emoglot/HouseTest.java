package org.emoglot;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.emoglot.sampling.SeededRandom;
import org.jspecify.annotations.NullMarked;

/** What the core keeps to, whoever writes in it. */
@AnalyzeClasses(packages = "org.emoglot", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

  /** A corpus's own package and the registry that names its reader count as one: corpus. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.emoglot.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should()
          .beAnnotatedWith(NullMarked.class)
          .orShould(
              be(
                  DescribedPredicate.describe(
                      "in a null-marked package",
                      (JavaClass c) -> c.getPackage().isAnnotatedWith(NullMarked.class))));

  @ArchTest
  static final ArchRule standardStreamsAreForTheCommandLine =
      NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule randomnessIsSeeded =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.security.SecureRandom")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(Collections.class, "shuffle", List.class)
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .because("results must be the same whenever the seed is");

  @ArchTest
  static final ArchRule generatorsAreNotKept =
      fields()
          .should()
          .notHaveRawType(
              DescribedPredicate.describe(
                  "a generator",
                  (JavaClass c) ->
                      c.isAssignableTo(SeededRandom.class)
                          || c.isAssignableTo(RandomGenerator.class)))
          .because("a generator is made for a call: a kept one makes the second call differ");

  @ArchTest
  static final ArchRule pureCodeReadsNoFile =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.emoglot.metric",
              "org.emoglot.protocol",
              "org.emoglot.representation",
              "org.emoglot.sampling",
              "org.emoglot.segment",
              "org.emoglot.statistics")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.Files")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File|Input|Output|Reader|Writer|RandomAccess).*")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.channels")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.emoglot.io.AtomicFiles");
}
