package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Maximum joint likelihood by several starts: closed-form EM where it exists, then quasi-Newton ascent with the entropy
 * recomputed inside the objective (spec 1.7 A and B). Works on standardised features; reports in the units of the table.
 */
final class MixtureFitter {
    private static final int EM_ITERATIONS = 60;
    private static final double EM_TOLERANCE = 1e-9;
    /** Every start gets this many quasi-Newton iterations; the best {@link #FOLLOWED} go on to the end. */
    private static final int SCREENING = 40;
    private static final int FOLLOWED = 3;
    /** Above this many rows one pass costs more than a bad start: no perturbed copies. */
    private static final int MANY_ROWS = 20_000;
    private static final double[] STEEPER = {2, 3};
    private static final double STEEPER_ALPHA = 0.15;

    private final PartlyLabelled sample;
    private final Scaling scaling;
    private final RowBlocks blocks;
    private final Covariances structure;
    private final int classes;
    private final FitOptions options;
    private final Workers workers;
    private final Starts starts;
    private final SpuriousFilter spurious;
    private final Set<String> warnings = new LinkedHashSet<>();
    /** The same for every mechanism; searched once. */
    private final List<Candidate> ignorableFits = new ArrayList<>();

    MixtureFitter(PartlyLabelled sample, Covariances structure, int classes, FitOptions options, Workers workers) {
        Checks.sample(sample, classes, options);
        scaling = Scaling.of(sample);
        this.sample = sample.standardised(scaling.centre(), scaling.scale());
        if (!structure.diagonal()) {
            Scaling.requireFullRank(this.sample);
        }
        blocks = new RowBlocks(this.sample);
        this.structure = structure;
        this.classes = classes;
        this.options = Checks.standardiseAnchors(options, scaling);
        this.workers = workers;
        starts = new Starts(this.sample, structure, classes, this.options);
        spurious = new SpuriousFilter(this.sample, blocks, structure, classes);
    }

    /** One finished search. */
    private record Candidate(String name, double[] x, double value, int iterations, QuasiNewton.Result end, String note) {}

    Fit fit(Mechanism asked) {
        warnings.clear();
        Checks.mechanism(asked, classes, sample);
        int missing = sample.missing();
        Mechanism mechanism = asked;
        if (missing == 0 || missing == sample.rows()) {
            if (!(asked instanceof Mechanism.Mcar)) {
                warnings.add((missing == 0 ? "no label is missing" : "every label is missing") + ": the mechanism '"
                        + asked.name()
                        + "' cannot be estimated; fitted without one");
            }
            mechanism = new Mechanism.Mcar();
        }
        for (int k = 0; k < classes; k++) {
            if (sample.labelCounts(classes)[k] == 0) {
                warnings.add("class " + k + " has no label: its rows are found from the features alone"
                        + (options.anchors().isEmpty() ? ", and its number is arbitrary" : ""));
            }
        }
        if (missing == 0) {
            return complete();
        }
        Likelihood ignorable = likelihood(new Mechanism.Mcar());
        if (ignorableFits.isEmpty()) {
            ignorableFits.addAll(candidates(ignorable, classStarts(ignorable)));
        }
        List<Candidate> found = ignorableFits;
        Candidate best = choose(found);
        if (mechanism instanceof Mechanism.Mcar) {
            return finish(ignorable, best, found, false);
        }
        Likelihood likelihood = likelihood(mechanism);
        found = candidates(likelihood, mechanismStarts(likelihood, found, best));
        best = choose(found);
        if (mechanism instanceof Mechanism.Mixed) {
            found.addAll(steeper(likelihood, best));
            best = choose(found);
        }
        Separation separation = new Separation(likelihood.coordinates, best.x, sample);
        if (!separation.present()) {
            return finish(likelihood, best, found, false);
        }
        warnings.add("the covariate separates missing from present labels (slope " + separation.slope()
                + ", log-likelihood up to "
                + (best.value - sample.rows() * scaling.logVolume())
                + "): the slope diverges; held by a penalty worth one pseudo-observation");
        Candidate penalised = penalised(likelihood, separation, best);
        found.add(penalised);
        return finish(likelihood, penalised, found, true);
    }

    /**
     * Starts of a mechanism that reads the class model: the distinct ignorable optima, labelled moments, k-means, perturbed and
     * random.
     */
    private List<Starts.Start> mechanismStarts(Likelihood likelihood, List<Candidate> ignorable, Candidate best) {
        Coordinates at = likelihood.coordinates;
        List<Starts.Start> list = new ArrayList<>();
        GaussianMixture first = new Coordinates(structure, classes, sample.columns(), new Mechanism.Mcar()).decode(best.x);
        addStarts(list, "ignorable fit", at, first);
        double last = best.value;
        for (Candidate c : ignorable) {
            if (Math.abs(c.value - last) > 1e-3 && !spurious(c) && list.size() < 4 * FOLLOWED) {
                addStarts(list, "other ignorable optimum", at,
                        new Coordinates(structure, classes, sample.columns(), new Mechanism.Mcar()).decode(c.x));
            }
            last = c.value;
        }
        List<GaussianMixture> models = starts.classModels();
        for (int i = 0; i < models.size(); i++) {
            addStarts(list, i == 1 || models.size() == 1 ? "k-means" : "labelled moments", at, models.get(i));
        }
        if (sample.rows() <= MANY_ROWS) {
            list.addAll(starts.perturbed(List.copyOf(list), at));
            for (GaussianMixture model : starts.randomModels(options.randomStarts())) {
                addStarts(list, "random split", at, model);
            }
        }
        return list;
    }

    /**
     * The optimum again with a steeper informative channel: chance may explain what a threshold leaves over, a maximum that the
     * usual starts miss (231 against 234 on a real table of 76 rows).
     */
    private List<Candidate> steeper(Likelihood likelihood, Candidate best) {
        Coordinates at = likelihood.coordinates;
        List<Candidate> out = new ArrayList<>();
        for (double factor : STEEPER) {
            for (double alpha : new double[] {LogSpace.sigmoid(best.x[at.size() - 1]), STEEPER_ALPHA}) {
                double[] x = best.x.clone();
                x[at.mechanismStart()] *= factor;
                x[at.mechanismStart() + 1] *= factor;
                x[at.size() - 1] = LogSpace.logit(alpha);
                QuasiNewton.Result r = ascend(likelihood, x, bounds(at), options.maxIterations());
                out.add(new Candidate(best.name + ", steeper", r.x(), r.value(), best.iterations + r.iterations(), r, ""));
            }
        }
        return out;
    }

    private void addStarts(List<Starts.Start> list, String name, Coordinates at, GaussianMixture model) {
        for (double[] m : starts.mechanismParameters(at.mechanism(), model)) {
            list.add(new Starts.Start(name, at.encode(model, m)));
        }
    }

    private Likelihood likelihood(Mechanism mechanism) {
        return new Likelihood(blocks, structure, classes, mechanism, workers);
    }

    private Fit complete() {
        Likelihood likelihood = likelihood(new Mechanism.Mcar());
        GaussianMixture model;
        try {
            model = LabelledMoments.exact(sample, structure, classes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a class has too few rows for a covariance of its own (" + structure
                    + "): use EQUAL or a diagonal structure. " + e.getMessage(), e);
        }
        double[] x = likelihood.coordinates.encode(model, new double[] {Double.NEGATIVE_INFINITY});
        Candidate only = new Candidate("closed form", x, likelihood.value(x), 0,
                new QuasiNewton.Result(x, 0, 0, new boolean[x.length], 0, QuasiNewton.Status.CONVERGED), "");
        return finish(likelihood, only, new ArrayList<>(List.of(only)), false);
    }

    private List<Starts.Start> classStarts(Likelihood ignorable) {
        List<Starts.Start> list = new ArrayList<>();
        double[] rate = starts.mechanismParameters(new Mechanism.Mcar(), null).get(0);
        List<GaussianMixture> models = starts.classModels();
        for (int i = 0; i < models.size(); i++) {
            boolean kMeans = i == 1 || models.size() == 1;
            list.add(new Starts.Start(kMeans ? "k-means" : "labelled moments", ignorable.coordinates.encode(models.get(i),
                    rate)));
        }
        if (sample.rows() <= MANY_ROWS) {
            list.addAll(starts.perturbed(list, ignorable.coordinates));
            for (GaussianMixture model : starts.randomModels(options.randomStarts() * FitOptions.SPLITS)) {
                list.add(new Starts.Start("random split", ignorable.coordinates.encode(model, rate)));
            }
        }
        return list;
    }

    private List<Candidate> candidates(Likelihood likelihood, List<Starts.Start> list) {
        Coordinates at = likelihood.coordinates;
        double[] bound = bounds(at);
        List<Candidate> screened = new ArrayList<>();
        for (Starts.Start s : list) {
            double[] x = s.x();
            int iterations = 0;
            String note = "";
            if (ExpectationMaximisation.applies(at.mechanism())) {
                ExpectationMaximisation.Result em = ExpectationMaximisation.run(likelihood, x, EM_ITERATIONS, EM_TOLERANCE);
                x = em.x();
                iterations = em.iterations();
                note = em.trouble();
            }
            QuasiNewton.Result r = ascend(likelihood, x, bound, SCREENING);
            screened.add(new Candidate(s.name(), r.x(), r.value(), iterations + r.iterations(), r, note));
        }
        screened.sort(Comparator.comparingDouble(Candidate::value).reversed());
        List<Candidate> out = new ArrayList<>();
        int followed = 0;
        double last = Double.POSITIVE_INFINITY;
        for (Candidate c : screened) {
            boolean open = c.end.status() == QuasiNewton.Status.ITERATION_LIMIT;
            boolean distinct = Math.abs(c.value - last) > 1e-6;
            last = c.value;
            if (open && distinct && (followed < FOLLOWED || out.stream().allMatch(this::spurious))) {
                QuasiNewton.Result r = ascend(likelihood, c.x, bound, options.maxIterations());
                out.add(new Candidate(c.name, r.x(), r.value(), c.iterations + r.iterations(), r, c.note));
                followed++;
            } else {
                out.add(c);
            }
        }
        return out;
    }

    private QuasiNewton.Result ascend(Likelihood likelihood, double[] x, double[] bound, int iterations) {
        return QuasiNewton.maximise(likelihood::valueAndGradient, x, bound, options.gradientTolerance() * sample.rows(),
                iterations);
    }

    /** The rate of a completely random mechanism is closed form, also at 0 and 1, and needs no bound. */
    private double[] bounds(Coordinates at) {
        double[] bound = at.bounds(sample.rows());
        if (at.mechanism() instanceof Mechanism.Mcar) {
            bound[at.mechanismStart()] = Double.POSITIVE_INFINITY;
        }
        return bound;
    }

    private Candidate choose(List<Candidate> found) {
        List<Candidate> sound = found.stream().filter(c -> !spurious(c)).toList();
        int rejected = found.size() - sound.size();
        if (rejected > 0) {
            warnings.add(rejected + " of " + found.size() + " starts ended in a spurious maximum (a covariance below "
                    + SpuriousFilter.FLOOR
                    + " of the labelled one on some direction)" + (sound.isEmpty() ? "; nothing better was found"
                            : " and were rejected"));
        }
        return (sound.isEmpty() ? found : sound).stream().max(Comparator.comparingDouble(Candidate::value)).orElseThrow();
    }

    private boolean spurious(Candidate c) {
        return spurious.rejects(c.x);
    }

    private Candidate penalised(Likelihood likelihood, Separation separation, Candidate from) {
        QuasiNewton.Result r = QuasiNewton.maximise(separation.penalise(likelihood), separation.moderated(),
                bounds(likelihood.coordinates),
                options.gradientTolerance() * sample.rows(), options.maxIterations());
        return new Candidate(from.name + ", penalised", r.x(), likelihood.value(r.x()), from.iterations + r.iterations(), r, "");
    }

    private Fit finish(Likelihood likelihood, Candidate best, List<Candidate> all, boolean separated) {
        Coordinates at = likelihood.coordinates;
        double volume = sample.rows() * scaling.logVolume();
        List<String> boundary = new ArrayList<>();
        List<String> names = at.names();
        for (int i = 0; i < names.size(); i++) {
            if (best.end.onBound()[i]) {
                boundary.add(names.get(i));
            }
        }
        List<FitReport.Start> reached = new ArrayList<>();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Candidate c : all) {
            boolean finished = c.end.status() != QuasiNewton.Status.ITERATION_LIMIT;
            String note = spurious(c) ? "spurious maximum; " + c.note : c.note;
            reached.add(new FitReport.Start(c.name, c.value - volume, finished, note));
            if (!c.note.isEmpty()) {
                warnings.add("start '" + c.name + "': " + c.note);
            }
            if (finished && Double.isFinite(c.value)) {
                low = Math.min(low, c.value);
                high = Math.max(high, c.value);
            }
        }
        FitStatus status = sample.missing() == 0 ? FitStatus.CLOSED_FORM
                : separated ? FitStatus.SEPARATED
                : spurious(best) ? FitStatus.SPURIOUS
                : best.end.status() == QuasiNewton.Status.ITERATION_LIMIT ? FitStatus.ITERATION_LIMIT
                : best.end.status() == QuasiNewton.Status.STALLED ? FitStatus.STALLED
                : boundary.isEmpty() ? FitStatus.CONVERGED : FitStatus.BOUNDARY;
        if (!boundary.isEmpty()) {
            warnings.add("on a bound: " + boundary + "; standard errors of these do not exist");
        }
        if (status == FitStatus.ITERATION_LIMIT || status == FitStatus.STALLED) {
            warnings.add("the search ended (" + status + ") with gradient " + best.end.gradientNorm() / sample.rows()
                    + " per row");
        }
        int parameters = classes - 1 + classes * sample.columns() + structure.parameters(classes, sample.columns())
                + at.mechanism().parameters(classes);
        FitReport report = new FitReport(status, best.iterations, best.value - volume, likelihood.ignorable(best.x) - volume,
                parameters,
                sample.rows(), sample.missing(), best.end.gradientNorm() / sample.rows(), spurious.eigenvalues(best.x), boundary,
                        reached,
                high >= low ? high - low : 0, List.copyOf(warnings));
        return new Fit(at, best.x, scaling, report);
    }

    /** An estimate in standardised coordinates with its scaling and report. */
    record Fit(Coordinates coordinates, double[] x, Scaling scaling, FitReport report) {
        GaussianMixture mixture() {
            return coordinates.decode(x).rescaled(scaling.centre(), scaling.scale());
        }
    }
}
