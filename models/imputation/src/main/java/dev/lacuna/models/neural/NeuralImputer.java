package dev.lacuna.models.neural;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.optim.AdamOptions;
import dev.lacuna.engine.random.RowKeys;
import dev.lacuna.engine.table.Table;
import dev.lacuna.engine.train.TrainingLoop;
import dev.lacuna.engine.train.TrainingPlan;
import dev.lacuna.kernels.Philox;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.Imputer;
import dev.lacuna.models.Models;
import dev.lacuna.models.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Fits a neural model: encodes the table, makes automatic settings concrete, trains. */
final class NeuralImputer implements Imputer {

    /** Floating-point operations of an automatic training run: about half a minute on two cores with vector kernels. */
    private static final double AUTO_OPERATIONS = 1.5e12;
    private static final long AUTO_MOST_STEPS = 30_000;
    private static final long AUTO_LEAST_STEPS = 2_000;
    /** A table of a few rows is not shown more often than this. */
    private static final long AUTO_MOST_EPOCHS = 1_000;

    private final Architecture architecture;
    private final Settings settings;

    NeuralImputer(Architecture architecture, Settings settings) {
        this.architecture = architecture;
        this.settings = settings;
        architecture.check(settings);
        if (!automaticSteps()) settings.whole("steps", 1, 1_000_000_000);
        settings.yes("standardise");
        settings.whole("batch", 1, 1_000_000);
        settings.number("learning-rate", 1e-8, 1);
    }

    private boolean automaticSteps() {
        return settings.text("steps").equals(Architecture.AUTO);
    }

    @Override
    public String name() {
        return architecture.name();
    }

    @Override
    public boolean drawsSamples() {
        return architecture.drawsSamples(settings);
    }

    @Override
    public boolean drawsFromMixture() {
        return architecture.drawsFromMixture(settings);
    }

    @Override
    public NeuralModel fit(Table table, FitOptions options) {
        Encoding encoding = settings.yes("standardise") ? Encoding.fit(table) : Encoding.fit(table).unstandardised();
        if (encoding.features() == 0) {
            return new NeuralModel(architecture, settings, encoding, Optional.empty(),
                    provenance(settings, options, table, 0, OptionalDouble.empty()));
        }
        Encoded encoded = encoding.encode(table);
        Settings resolved = architecture.resolve(settings, encoding, encoded);
        Design design = architecture.design(resolved, encoding);
        Parameters parameters = design.initialParameters(options.seed(), observedLogit(encoded));
        int batch = (int) Math.min(table.rows(), resolved.whole("batch", 1, 1_000_000));
        long multiplyAdds = design.multiplyAdds(parameters, batch);
        if (automaticSteps()) resolved = resolved.with("steps", Long.toString(automaticSteps(multiplyAdds, table.rows(), batch)));
        long steps = Math.min(resolved.whole("steps", 1, 1_000_000_000), options.maxSteps().orElse(Long.MAX_VALUE));
        int shards = TrainingPlan.shards(multiplyAdds, batch);
        List<TrainingLoop.Shard> parts = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            parts.add(design.shard(parameters, encoded, new Design.Part(batch, shard, shards), options.seed()));
        }
        String run = name() + " " + resolved + " seed=" + options.seed() + " data=" + fingerprint(encoded);
        TrainingPlan plan = new TrainingPlan(run, table.rows(), batch, steps, Philox.key(options.seed(), "order of rows"),
                options.threads(), AdamOptions.of(resolved.number("learning-rate", 1e-8, 1)), options.progress(),
                options.checkpoint(), TrainingPlan.CHECKPOINT_EVERY, options.resume(), options.maxTime());
        TrainingLoop.Outcome outcome = TrainingLoop.run(plan, parameters, parts);
        return new NeuralModel(architecture, resolved, encoding, Optional.of(design.trained(parameters)),
                provenance(resolved, options, table, outcome.steps(), OptionalDouble.of(outcome.loss())));
    }

    private static long automaticSteps(long multiplyAdds, int rows, int batch) {
        double forwardAndBackward = 6.0 * multiplyAdds;
        long byWork = Math.max(AUTO_LEAST_STEPS, (long) (AUTO_OPERATIONS / forwardAndBackward));
        long byEpochs = Math.max(AUTO_LEAST_STEPS, AUTO_MOST_EPOCHS * rows / batch);
        return Math.min(AUTO_MOST_STEPS, Math.min(byWork, byEpochs));
    }

    /** [D] logit of the share of observed cells, kept within 1 to 99 %: a network of missingness starts at the base rate. */
    private static float[] observedLogit(Encoded encoded) {
        float[] logit = new float[encoded.columns()];
        for (int d = 0; d < logit.length; d++) {
            double share = 0;
            for (int row = 0; row < encoded.rows(); row++) share += encoded.observed().data[row * logit.length + d];
            share = Math.max(0.01, Math.min(0.99, share / encoded.rows()));
            logit[d] = (float) StrictMath.log(share / (1 - share));
        }
        return logit;
    }

    /** Names the training data: a checkpoint made on other rows must not be continued. */
    private static String fingerprint(Encoded encoded) {
        long hash = 0;
        for (long key : RowKeys.of(encoded.values(), encoded.observed())) hash = Philox.mix(hash ^ key);
        return Long.toHexString(hash);
    }

    private Map<String, String> provenance(Settings resolved, FitOptions options, Table table, long steps, OptionalDouble loss) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put(Models.NAME, name());
        provenance.put("library version", Models.version());
        provenance.put("assumes", architecture.assumes());
        provenance.put("settings", resolved.toString());
        provenance.put("seed", Long.toString(options.seed()));
        provenance.put("rows", Integer.toString(table.rows()));
        provenance.put("missing cells", Long.toString(table.missingCount()));
        provenance.put("steps done", Long.toString(steps));
        loss.ifPresent(value -> provenance.put("final loss", Double.toString(value)));
        return provenance;
    }
}
