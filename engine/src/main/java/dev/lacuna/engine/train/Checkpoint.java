package dev.lacuna.engine.train;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.optim.Adam;
import dev.lacuna.engine.optim.AdamState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/** The state of a training run between two steps, as a model file: parameters, Adam's moments, how far it is. */
final class Checkpoint {
    private static final String PROPERTIES = "checkpoint";
    private static final String RUN = "run";
    private static final String PROGRESS = "progress";

    private Checkpoint() {}

    record Progress(long step, double smoothedLoss) {}

    static void write(Path path, String run, Progress progress, Parameters parameters, Adam adam) throws IOException {
        AdamState state = adam.state();
        ModelFile.Builder file = ModelFile.builder().properties(PROPERTIES, Map.of(RUN, run))
                .doubles(PROGRESS, new double[] {progress.step(), progress.smoothedLoss()});
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            file.matrix("parameter/" + name, parameter.value());
            file.matrix("first/" + name, row(state.firstMoments().get(name)));
            file.matrix("second/" + name, row(state.secondMoments().get(name)));
        }
        file.build().write(path);
    }

    /** Fills parameters and optimiser. */
    static Progress read(Path path, String run, Parameters parameters, Adam adam) throws IOException {
        ModelFile file = ModelFile.read(path);
        String found = file.has(PROPERTIES) ? file.properties(PROPERTIES).get(RUN) : "no training run";
        if (!run.equals(found)) {
            throw new TrainingException("checkpoint " + path + " belongs to another run: it has " + found + ", this run is "
                    + run);
        }
        double[] progress = file.doubles(PROGRESS);
        Map<String, float[]> first = new LinkedHashMap<>();
        Map<String, float[]> second = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            FMatrixRMaj value = file.matrix("parameter/" + name);
            System.arraycopy(value.data, 0, parameter.value().data, 0, parameter.size());
            first.put(name, file.matrix("first/" + name).data);
            second.put(name, file.matrix("second/" + name).data);
        }
        adam.restore(new AdamState((long) progress[0], first, second));
        return new Progress((long) progress[0], progress[1]);
    }

    private static FMatrixRMaj row(float[] values) {
        return new FMatrixRMaj(1, values.length, true, values);
    }
}
