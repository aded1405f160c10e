package org.emoglot.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house rules in this module, which the command line does not stand on. */
@AnalyzeClasses(packages = "org.emoglot", importOptions = ImportOption.DoNotIncludeTests.class)
class SparkModuleTest {

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("org.emoglot.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackage_isNullMarked =
      classes()
          .that()
          .resideInAnyPackage("org.emoglot.spark..", "org.emoglot.remote..")
          .should(
              ArchConditions.be(
                  DescribedPredicate.describe(
                      "in a null-marked package",
                      (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  @ArchTest
  static final ArchRule spark_isSeenByThisModuleOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.emoglot.spark..", "org.emoglot.remote..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @Test
  void hadoop_isTheRealOne() throws ClassNotFoundException {
    assertThat(
            Class.forName("org.apache.hadoop.conf.Configuration")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath())
        .contains("hadoop-client");
  }
}
