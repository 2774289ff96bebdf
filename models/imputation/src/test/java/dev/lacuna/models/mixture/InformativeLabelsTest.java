package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's way in: fits, classification, degenerate input, equivariance, save and load. */
class InformativeLabelsTest {

    private static FittedMixture fit(PartlyLabelled sample, String mechanism) {
        return InformativeLabels.builder().mechanism(Mechanism.named(mechanism)).randomStarts(1).fit(sample);
    }

    private static IllegalArgumentException refused(InformativeLabels.Builder builder, PartlyLabelled sample) {
        return assertThrows(IllegalArgumentException.class, () -> builder.fit(sample));
    }

    private static int[] labels(PartlyLabelled sample) {
        int[] z = new int[sample.rows()];
        Arrays.setAll(z, sample::label);
        return z;
    }

    private static double[][] features(PartlyLabelled sample) {
        double[][] y = new double[sample.rows()][];
        Arrays.setAll(y, sample::row);
        return y;
    }

    @Test
    void fit_ofSimulatedEntropyMechanism_recoversSlopeAndRule() {
        LabelSimulator.Draw draw = Samples.entropy(4000, 2, 2, 11);
        FittedMixture fitted = fit(draw.observed(), "logent");
        assertEquals(FitStatus.CONVERGED, fitted.report().status(), fitted.report().toString());
        InformationReport information = fitted.informationReport(draw.observed());
        InformationReport.Parameter slope = information.parameters().stream().filter(p ->
                p.name().equals("xi1")).findFirst().orElseThrow();
        assertEquals(3, slope.value(), 4 * slope.standardError());
        // standard error of the slope at n = 4000: near 0.16, well below 0.5
        assertTrue(slope.standardError() > 0.02 && slope.standardError() < 0.5, slope.toString());
        // with the model right, sandwich and observed information agree up to sampling
        assertEquals(1, slope.robustError() / slope.standardError(), 0.25);
        // exact value at the true parameters 2.42; it moves with the estimate
        assertEquals(2.42, information.classificationEfficiency().orElseThrow(), 0.4);
        int wrong = 0;
        for (int j = 0; j < 4000; j++) {
            wrong += fitted.classify(draw.observed().row(j)) == draw.truth()[j] ? 0 : 1;
        }
        // Bayes error 0.1587, binomial standard error 0.0058
        assertEquals(0.1587, wrong / 4000.0, 4 * 0.0058);
    }

    @Test
    void informationPieces_ofCanonicalModel_agreeWithTheory() {
        LabelSimulator.Draw draw = Samples.entropy(2000, 2, 1, 2);
        FittedMixture fitted = fit(draw.observed(), "logent");
        InformationReport r = fitted.informationReport(draw.observed());
        int d = r.coordinateNames().size();
        double gain = 0;
        double loss = 0;
        for (int i = 0; i < d; i++) {
            gain += r.missingnessGain()[i * d + i];
            loss += r.labelLoss()[i * d + i];
        }
        // at this setting the pattern gives back more than the labels took
        assertTrue(gain > loss && loss > 0, gain + " " + loss);
        assertTrue(r.meanEfficiency() > 1, r.toString());
    }

    @Test
    void completeLabels_anyMechanism_areClosedFormAndSaidSo() {
        PartlyLabelled complete = Samples.entropy(300, 2, 2, 1).complete();
        FittedMixture fitted = fit(complete, "logent");
        assertEquals(FitStatus.CLOSED_FORM, fitted.report().status());
        assertTrue(fitted.report().warnings().get(0).contains("no label is missing"));
        GaussianMixture moments = Baselines.labelledOnly(complete, Covariances.EQUAL, 2);
        assertArrayEquals(moments.mean(0), fitted.mixture().mean(0), 1e-12);
        assertArrayEquals(moments.covariance(0), fitted.mixture().covariance(0), 1e-12);
    }

    @Test
    void allLabelsMissing_withoutAnchors_isRefusedAndWithIsFitted() {
        PartlyLabelled sample = Samples.entropy(500, 4, 2, 1).observed();
        int[] none = new int[500];
        Arrays.fill(none, -1);
        PartlyLabelled unlabelled = sample.withLabels(none);
        assertTrue(refused(InformativeLabels.builder(), unlabelled).getMessage().contains("every label is missing"));
        assertTrue(refused(InformativeLabels.builder().classes(2), unlabelled).getMessage().contains("no labelled row"));
        FittedMixture fitted = InformativeLabels.builder().classes(2).mechanism(Mechanism.named("ent"))
                .anchors(List.of(new double[] {2, 0}, new double[] {-2, 0})).fit(unlabelled);
        assertTrue(fitted.mixture().mean(0)[0] > 1.5 && fitted.mixture().mean(1)[0] < -1.5, fitted.report().toString());
        assertTrue(fitted.report().warnings().stream().anyMatch(w -> w.contains("every label is missing")));
        FittedMixture free = InformativeLabels.builder().classes(2).allowUnlabelledClasses().fit(unlabelled);
        assertTrue(free.report().warnings().stream().anyMatch(w -> w.contains("arbitrary")));
        assertEquals(fitted.report().logLikelihood(), free.report().logLikelihood(), 1e-6);
    }

    @Test
    void classWithoutLabels_isRefusedOrFoundFromItsAnchor() {
        LabelSimulator.Draw draw = Samples.threeClasses(600, 2, 4);
        int[] z = labels(draw.observed());
        for (int j = 0; j < z.length; j++) {
            z[j] = z[j] == 2 ? -1 : z[j];
        }
        PartlyLabelled sample = draw.observed().withLabels(z);
        String message = refused(InformativeLabels.builder().classes(3), sample).getMessage();
        assertTrue(message.contains("class 2") && message.contains("anchor"), message);
        FittedMixture fitted = InformativeLabels.builder().classes(3).covariances(Covariances.UNEQUAL)
                .anchors(List.of(new double[] {0, 0}, new double[] {2, 0}, new double[] {0, 2.5})).fit(sample);
        assertTrue(fitted.mixture().mean(2)[1] > 1.5, fitted.mixture().mean(2)[1] + "");
    }

    @Test
    void degenerateTables_areRefusedWithTheirReason() {
        PartlyLabelled good = Samples.entropy(60, 2, 3, 1).observed();
        double[][] y = features(good);
        int[] z = labels(good);
        double[][] constant = features(good);
        double[][] collinear = features(good);
        for (int j = 0; j < y.length; j++) {
            constant[j][1] = 7;
            collinear[j][2] = 2 * collinear[j][0] - collinear[j][1];
        }
        assertTrue(refused(InformativeLabels.builder(), PartlyLabelled.of(constant,
                z)).getMessage().contains("column 1 is constant"));
        assertTrue(refused(InformativeLabels.builder(), PartlyLabelled.of(collinear,
                z)).getMessage().contains("[0, 1, 2] are collinear"));
        int[] one = new int[60];
        assertTrue(refused(InformativeLabels.builder(), PartlyLabelled.of(y, one)).getMessage().contains("at least 2 classes"));
        assertTrue(refused(InformativeLabels.builder().classes(1), PartlyLabelled.of(y, z)).getMessage().contains("2 classes"));
        double[][] wide = new double[6][8];
        for (int j = 0; j < 6; j++) {
            wide[j] = Draws.of(3, "wide").normal(j, 8);
        }
        PartlyLabelled few = PartlyLabelled.of(wide, new int[] {0, 1, 0, 1, -1, -1});
        assertTrue(refused(InformativeLabels.builder(), few).getMessage().contains("EQUAL_DIAGONAL"));
        FittedMixture diagonal = InformativeLabels.builder().covariances(Covariances.EQUAL_DIAGONAL).fit(few);
        assertTrue(Double.isFinite(diagonal.report().logLikelihood()));
        y[3][1] = Double.NaN;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> PartlyLabelled.of(y,
                z)).getMessage().contains("row 3, column 1"));
    }

    @Test
    void unequalCovariances_withTwoRowsInAClass_endWithoutASpuriousFit() {
        LabelSimulator.Draw draw = Samples.entropy(80, 2, 4, 9);
        int[] z = labels(draw.observed());
        int seen = 0;
        for (int j = 0; j < z.length; j++) {
            if (z[j] == 1 && ++seen > 2) {
                z[j] = -1;
            }
        }
        FittedMixture fitted = InformativeLabels.builder().covariances(Covariances.UNEQUAL).mechanism(Mechanism.named("ent"))
                .fit(draw.observed().withLabels(z));
        assertTrue(Double.isFinite(fitted.report().logLikelihood()));
        assertEquals(fitted.report().status() == FitStatus.SPURIOUS,
                fitted.report().warnings().stream().anyMatch(w -> w.contains("nothing better")), fitted.report().toString());
    }

    @Test
    void squaredLogOdds_withThreeClasses_isRefused() {
        PartlyLabelled sample = Samples.threeClasses(200, 2, 1).observed();
        assertTrue(refused(InformativeLabels.builder().mechanism(Mechanism.named("d2")),
                sample).getMessage().contains("two classes"));
    }

    @Test
    void recordedMixture_withoutSources_isRefused() {
        PartlyLabelled sample = PartlyLabelled.of(features(Samples.entropy(200, 2, 2, 1).observed()),
                labels(Samples.entropy(200, 2, 2, 1).observed()));
        assertTrue(refused(InformativeLabels.builder().mechanism(Mechanism.named("mixed-recorded:logent")), sample)
                .getMessage().contains("withSource"));
    }

    @Test
    void permutedRows_giveTheSameFit() {
        PartlyLabelled sample = Samples.entropy(300, 2, 2, 21).observed();
        int[] reversed = new int[300];
        Arrays.setAll(reversed, j -> 299 - j);
        assertEquals(fit(sample, "ent").report().logLikelihood(), fit(sample.select(reversed), "ent").report().logLikelihood(),
                1e-7);
    }

    @Test
    void permutedClasses_giveThePermutedFit() {
        PartlyLabelled sample = Samples.threeClasses(400, 2, 8).observed();
        int[] z = labels(sample);
        int[] other = {2, 0, 1};
        int[] permuted = new int[z.length];
        Arrays.setAll(permuted, j -> z[j] < 0 ? -1 : other[z[j]]);
        FittedMixture a = fit(sample, "gini");
        FittedMixture b = fit(sample.withLabels(permuted), "gini");
        assertEquals(a.report().logLikelihood(), b.report().logLikelihood(), 1e-6);
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(a.mixture().mean(k), b.mixture().mean(other[k]), 1e-4);
        }
    }

    @Test
    void affineFeatures_shiftTheLikelihoodAndKeepTheRule() {
        PartlyLabelled sample = Samples.entropy(300, 2, 2, 30).observed();
        double[][] mapped = features(sample);
        for (double[] y : mapped) {
            double a = 3 * y[0] + y[1] + 5;
            double b = -y[0] + 2 * y[1] - 1;
            y[0] = a;
            y[1] = b;
        }
        FittedMixture before = fit(sample, "logent");
        FittedMixture after = fit(PartlyLabelled.of(mapped, labels(sample)), "logent");
        // |det A| = 7
        assertEquals(before.report().logLikelihood() - 300 * Math.log(7), after.report().logLikelihood(), 1e-6);
        assertArrayEquals(before.classify(features(sample)), after.classify(mapped));
    }

    @Test
    void fit_onAnyThreads_hasTheSameBits() {
        PartlyLabelled sample = Samples.entropy(1500, 2, 3, 6).observed();
        double[] one = InformativeLabels.builder().mechanism(Mechanism.named("mixed:logent")).randomStarts(1).fit(sample)
                .toSections().numbers().get("means");
        double[] three = InformativeLabels.builder().mechanism(Mechanism.named("mixed:logent")).randomStarts(1).threads(3)
                .fit(sample)
                .toSections().numbers().get("means");
        assertArrayEquals(one, three);
    }

    @Test
    void modelFile_roundTrip_keepsEveryBit(@TempDir Path folder) throws IOException {
        PartlyLabelled sample = Samples.threeClasses(300, 2, 2).observed();
        FittedMixture fitted = InformativeLabels.builder().mechanism(Mechanism.named("mnar")).covariances(Covariances.UNEQUAL)
                .fit(sample);
        ModelFile.Builder builder = ModelFile.builder();
        fitted.writeTo(builder);
        Path file = folder.resolve("model.lacuna");
        builder.build().write(file);
        FittedMixture again = FittedMixture.readFrom(ModelFile.read(file));
        for (int j = 0; j < 50; j++) {
            assertArrayEquals(fitted.probabilities(sample.row(j)), again.probabilities(sample.row(j)));
        }
        assertArrayEquals(fitted.labelProbabilities(sample)[7], again.labelProbabilities(sample)[7]);
        assertEquals(fitted.report().bic(), again.report().bic());
        FittedMixture.Sections broken = fitted.toSections();
        broken.numbers().put("weights", new double[1]);
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> FittedMixture.fromSections(broken)).getMessage().contains("'weights'"));
    }

    @Test
    void comparison_ofEntropyData_picksItAndSaysWhy() {
        MechanismChoice choice = InformativeLabels.builder().randomStarts(0).build().compare(Samples.entropy(500, 2, 2,
                12).observed(),
                List.of(Mechanism.named("mcar"), Mechanism.named("logent"), Mechanism.named("mixed:logent"),
                        Mechanism.named("mnar")),
                List.of(Covariances.EQUAL));
        assertEquals("logent", choice.best().mechanism(), choice.rows().toString());
        assertTrue(choice.verdict().contains("strong evidence") && choice.verdict().contains("Caveat"), choice.verdict());
        MechanismChoice.Test random = choice.tests().stream().filter(t ->
                t.question().contains("depend on logent")).findFirst().orElseThrow();
        assertTrue(random.pValue() < 1e-6, random.toString());
    }

    @Test
    void bootstrap_ofRows_agreesWithObservedInformation() {
        PartlyLabelled sample = Samples.entropy(400, 2, 1, 14).observed();
        InformativeLabels settings = InformativeLabels.builder().mechanism(Mechanism.named("ent")).randomStarts(0).build();
        FittedMixture fitted = settings.fit(sample);
        Bootstrap.Result rows = Bootstrap.run(settings, fitted, sample, Bootstrap.Kind.ROWS, 40, 5);
        Bootstrap.Result model = Bootstrap.run(settings, fitted, sample, Bootstrap.Kind.MODEL, 40, 5);
        double error = fitted.informationReport(sample).parameters().stream().filter(p -> p.name().equals("mean 1,1")).findFirst()
                .orElseThrow().standardError();
        // 40 replicates: relative error of a standard deviation 11 %; three of them, and the model is well specified
        assertEquals(1, rows.means()[0][0] / error, 0.4);
        assertEquals(1, model.means()[0][0] / error, 0.4);
    }

    @Test
    void baselines_onPartlyLabelledRows_classifyNearTheBayesRule() {
        LabelSimulator.Draw draw = Samples.entropy(2000, 3, 2, 17);
        for (GaussianMixture rule : List.of(Baselines.labelledOnly(draw.observed(), Covariances.EQUAL, 2),
                Baselines.selfTraining(draw.observed(), Covariances.UNEQUAL, 2))) {
            int wrong = 0;
            for (int j = 0; j < 2000; j++) {
                wrong += rule.classify(draw.observed().row(j)) == draw.truth()[j] ? 0 : 1;
            }
            // Bayes error 0.0668; self-training is biased, so only a loose bound
            assertTrue(wrong / 2000.0 < 0.1, wrong + "");
        }
        assertFalse(draw.observed().missing() == 0);
    }

    @Test
    void chiSquare_upperTail_meetsKnownQuantiles() {
        // 5 % points of the chi-square distribution
        double[] point = {3.841458820694124, 5.991464547107979, 7.814727903251179, 9.487729036781154};
        for (int d = 1; d <= 4; d++) {
            assertEquals(0.05, Tails.upperTail(point[d - 1], d), 1e-10);
        }
        assertEquals(2.5734e-3 / 100, Tails.upperTail(17.72, 1), 3e-7);
    }
}
