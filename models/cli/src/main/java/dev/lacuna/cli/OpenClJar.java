package dev.lacuna.cli;

import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.models.Device;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * lacuna-opencl.jar, the one part of the program with native code. It is not in lacuna.jar; {@link Relaunch} adds it to the class
 * path of the second JVM where {@code --device opencl} asks for it.
 */
final class OpenClJar {
    /** The path of the jar; where it is set, no other place is tried. */
    static final String ENVIRONMENT = "LACUNA_OPENCL";
    private static final String NAME = "lacuna-opencl.jar";
    /** Where a build leaves the program; only beside it the build's other folders are what their names say. */
    private static final Path BUILT = Path.of("models", "cli", "target");

    private OpenClJar() {}

    /** In the order in which they are tried. */
    static List<Path> places(Optional<String> told, Path programFolder) {
        if (told.isPresent()) return List.of(Path.of(told.get()));
        Path beside = programFolder.resolve(NAME);
        if (!programFolder.endsWith(BUILT)) return List.of(beside);
        return List.of(beside, programFolder.resolve("../../../kernels/opencl/target").resolve(NAME).normalize());
    }

    private static List<Path> places() {
        try {
            Path program = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return places(Optional.ofNullable(System.getenv(ENVIRONMENT)), program.toAbsolutePath().getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program does not know where it lies", e);
        }
    }

    static Optional<Path> find() {
        return places().stream().filter(Files::isRegularFile).findFirst();
    }

    static boolean isLoaded() {
        return ServiceLoader.load(ImportanceSampler.class).stream().findAny().isPresent();
    }

    /** The device of that name, or an error that also says where the jar was looked for. */
    static Device device(String name) {
        try {
            return Device.of(name);
        } catch (DeviceUnavailableException e) {
            if (isLoaded()) throw e;
            throw new DeviceUnavailableException("--device " + name + " needs " + NAME + find()
                    .map(jar -> ": it is " + jar + ", and a second JVM was to load it; leave out " + Relaunch.OPTION + " and "
                            + Relaunch.ENVIRONMENT)
                    .orElseGet(() -> ", which is not there; looked for " + places().stream().map(Path::toString)
                            .collect(Collectors.joining(" and ")) + " (" + ENVIRONMENT + "=PATH names another place; or use"
                            + " --device cpu)"), e);
        }
    }
}
