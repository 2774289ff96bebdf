package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.train.TrainingLoop;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.Architecture;
import dev.lacuna.models.neural.Design;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.NeuralModel;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.TrainedNetwork;
import dev.lacuna.models.neural.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;

/**
 * A composition as the neural machine takes it. Missing values are estimated by self-normalised importance sampling: z_l ~ q(z
 * | x_o, r), weights as in training with the trained weight of the missingness term, x̂ = Σ_l w̃_l E[x | z_l].
 */
record LatentArchitecture(Composition composition) implements Architecture {

    private static final int AUTO_MOST_LATENT = 50;

    @Override
    public String name() {
        return composition.name();
    }

    @Override
    public String assumes() {
        return composition.assumes();
    }

    @Override
    public String whenToChoose() {
        return composition.whenToChoose();
    }

    @Override
    public List<Setting> settings() {
        return composition.settings();
    }

    @Override
    public boolean drawsFromMixture(Settings settings) {
        return CommonSettings.components(settings) > 1;
    }

    @Override
    public void check(Settings settings) {
        composition.compose(settings.with("latent", automaticLatent(settings) ? "1" : settings.text("latent")),
                FeatureLayout.uniform(2, CommonSettings.realKind(settings)), 1);
    }

    private static boolean automaticLatent(Settings settings) {
        return settings.text("latent").equals(AUTO);
    }

    @Override
    public Settings resolve(Settings settings, Encoding encoding, Encoded table) {
        Settings resolved = settings;
        if (automaticLatent(settings)) {
            resolved = resolved.with("latent", Integer.toString(Math.max(1, Math.min(AUTO_MOST_LATENT, encoding.columns() - 1))));
        }
        List<String> always = new ArrayList<>();
        long missing = 0;
        for (FeatureBlock block : encoding.blocks()) {
            int holes = 0;
            for (int row = 0; row < table.rows(); row++) {
                if (table.observed().data[row * table.columns() + block.column()] == 0) holes++;
            }
            if (holes == 0) always.add(block.name());
            missing += holes;
        }
        double rate = missing / ((double) table.rows() * table.columns());
        return composition.resolve(resolved, new Composition.TableFacts(table.rows(), rate, always));
    }

    @Override
    public Design design(Settings resolved, Encoding encoding) {
        AuxiliaryColumns auxiliary = composition.auxiliary(resolved);
        return new Composed(composition.compose(resolved, FeatureLayout.of(encoding, CommonSettings.realKind(resolved)),
                auxiliary.features(encoding)), auxiliary, encoding);
    }

    record Composed(LatentSpec spec, AuxiliaryColumns auxiliary, Encoding encoding) implements Design {

        @Override
        public Parameters initialParameters(long seed, float[] observedLogit) {
            return spec.initialParameters(seed, observedLogit);
        }

        @Override
        public long multiplyAdds(Parameters parameters, int batch) {
            return spec.multiplyAdds(parameters, batch);
        }

        @Override
        public TrainingLoop.Shard shard(Parameters parameters, Encoded table, Part part, long seed) {
            LatentShard.TrainingData data = new LatentShard.TrainingData(table.values(), table.observed(),
                    auxiliary.of(encoding, table));
            return new LatentShard(spec, parameters, data, part, seed);
        }

        @Override
        public TrainedNetwork trained(Parameters parameters) {
            Weights weights = new Weights(parameters);
            return new Trained(this, weights, spec.freeze(weights));
        }
    }

    record Trained(Composed design, Weights weights, FrozenNetwork network) implements TrainedNetwork {

        /** What a fitted model of this family learned; none for models of other families. */
        static Optional<Trained> of(ImputationModel model) {
            if (model instanceof NeuralModel neural && neural.trained().orElse(null) instanceof Trained trained) {
                return Optional.of(trained);
            }
            return Optional.empty();
        }

        LatentSpec spec() {
            return design.spec();
        }

        Encoding encoding() {
            return design.encoding();
        }

        /** u of each row, [rows x U]. */
        FMatrixRMaj auxiliary(Encoded table) {
            return design.auxiliary().of(design.encoding(), table);
        }

        @Override
        public Parameters parameters() {
            return weights.parameters();
        }

        @Override
        public Proposals proposals(Encoded table) {
            LatentSpec spec = spec();
            FMatrixRMaj auxiliary = auxiliary(table);
            return rows -> {
                Posterior posterior = spec.encoder().encode(weights, spec.layout(), spec.latent(), rows.count(), rows.values(),
                        rows.observed());
                float[] side = Arrays.copyOfRange(auxiliary.data, rows.from() * auxiliary.numCols, rows.to() * auxiliary.numCols);
                return new Proposal(posterior, spec.prior().freeze(weights, spec.latent(), rows.count(), side));
            };
        }

        @Override
        public SamplingResult sample(SamplingRequest request, ImportanceSampler sampler) {
            return sampler.sample(network, request);
        }
    }
}
