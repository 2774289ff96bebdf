package dev.lacuna.cli;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Dependencies point one way, and a library user's class path is EJML alone. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lacuna");

    private static final String KERNELS = "dev.lacuna.kernels..";
    private static final String AUTODIFF = "dev.lacuna.autodiff..";
    private static final String ENGINE = "dev.lacuna.engine..";
    private static final String MODELS = "dev.lacuna.models..";
    /** What the neural families share. */
    private static final String NEURAL = "dev.lacuna.models.neural..";
    /** Also what java.base exports as javax, such as crypto. */
    private static final String[] JDK = {"java..", "javax.crypto..", "javax.security.."};

    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of(KERNELS, new String[] {KERNELS, "jdk.incubator.vector.."}),
                Arguments.of(AUTODIFF, new String[] {AUTODIFF, KERNELS, "org.ejml.."}),
                Arguments.of(ENGINE, new String[] {ENGINE, AUTODIFF, KERNELS, "org.ejml..", "de.siegmar.fastcsv.."}),
                Arguments.of(MODELS, new String[] {MODELS, ENGINE, AUTODIFF, KERNELS, "org.ejml.."}));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void layer_dependsOnlyOnWhatLiesBelow(String layer, String[] below) {
        DescribedPredicate<JavaClass> primitive = DescribedPredicate.describe("primitive",
                c -> c.getBaseComponentType().isPrimitive());
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(below).or(resideInAnyPackage(JDK)).or(primitive)
                .or(DescribedPredicate.describe("array of these", c -> c.isArray()
                        && resideInAnyPackage(below).or(resideInAnyPackage(JDK)).test(c.getBaseComponentType())));
        // The OpenCL kernels are an artifact of their own, which may bring Aparapi.
        classes().that().resideInAPackage(layer).and().resideOutsideOfPackage("dev.lacuna.kernels.opencl..").should()
                .onlyDependOnClassesThat(allowed).check(CLASSES);
    }

    @Test
    void csvLibrary_isUsedInOnePackage() {
        noClasses().that().resideOutsideOfPackage("dev.lacuna.engine.csv..").should().dependOnClassesThat()
                .resideInAPackage("de.siegmar.fastcsv..").check(CLASSES);
    }

    @Test
    void vectorModule_isUsedInKernelsOnly() {
        noClasses().that().resideOutsideOfPackage(KERNELS).should().dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(CLASSES);
    }

    @Test
    void modelFamilies_doNotKnowEachOther() {
        ArchRule rule = slices().matching("dev.lacuna.models.(*)..").should().notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage(NEURAL));
        rule.check(CLASSES);
    }

    @Test
    void neuralMachine_knowsNoFamily() {
        noClasses().that().resideInAPackage(NEURAL).should().dependOnClassesThat(
                resideInAPackage("dev.lacuna.models.*..").and(DescribedPredicate.not(resideInAPackage(NEURAL)))).check(CLASSES);
    }

    @Test
    void library_doesNotPrint() {
        noClasses().that().resideInAnyPackage(AUTODIFF, ENGINE, MODELS).should().accessField(System.class, "out").orShould()
                .accessField(System.class, "err").check(CLASSES);
    }

    @Test
    void library_doesNotUseJavaSerialisation() {
        noClasses().that(resideInAPackage("dev.lacuna..")).should()
                .dependOnClassesThat(nameMatching("java.io.Object(In|Out)putStream"))
                .check(CLASSES);
    }

    static Stream<Arguments> poms() {
        return Stream.of(
                Arguments.of("kernels/core", Set.of()),
                Arguments.of("autodiff", Set.of("lacuna-kernels", "ejml-core", "ejml-fdense")),
                Arguments.of("engine", Set.of("lacuna-autodiff", "fastcsv (optional)")),
                Arguments.of("models/imputation", Set.of("lacuna-engine", "ejml-ddense")),
                // Without Aparapi: native code stays in the jar of the OpenCL device.
                Arguments.of("models/cli", Set.of("lacuna-imputation", "fastcsv", "picocli")));
    }

    /** What reaches a library user's class path is what these files say with scope compile. */
    @ParameterizedTest
    @MethodSource("poms")
    void pom_compileDependencies_areEjmlAndOurOwn(String module, Set<String> expected) throws Exception {
        Path pom = Path.of(System.getProperty("lacuna.root"), module, "pom.xml");
        Element project = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
        assertEquals(new TreeSet<>(expected), compileDependencies(project));
    }

    private static Set<String> compileDependencies(Element project) {
        // Scopes that the root pom's dependency management gives.
        Map<String, String> managed = Map.of("jackson-databind", "test", "archunit-junit5", "test", "junit-jupiter", "test",
                "jqwik", "test");
        Set<String> found = new TreeSet<>();
        NodeList dependencies = project.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            if (!dependency.getParentNode().getParentNode().isSameNode(project)) continue;
            String name = text(dependency, "artifactId");
            String scope = text(dependency, "scope").isEmpty() ? managed.getOrDefault(name, "compile")
                    : text(dependency, "scope");
            if (!scope.equals("compile")) continue;
            found.add(text(dependency, "optional").equals("true") ? name + " (optional)" : name);
        }
        return found;
    }

    private static String text(Element element, String tag) {
        NodeList found = element.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
