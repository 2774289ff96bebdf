package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.NoiseAddress;
import dev.lacuna.kernels.sampling.NoiseAddress.Purpose;
import dev.lacuna.kernels.sampling.SamplingOutput;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.StudentT;
import java.util.ArrayList;
import java.util.List;

/**
 * Completions by sampling importance resampling, by the law and the random numbers of the processor's sampler. The host sees the
 * log-weights only and notes which sample each draw stands at; when a row is done the device evaluates those samples again.
 */
final class Draws {
    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final DeviceRun device;
    private final Kernels kernels = Kernels.get();
    private final SamplingOutput results;
    private final float[] uniforms;
    private final double[] weight = new double[SamplingKernel.UNIT];
    /** Finished rows, and how many of their draws, in order, have been evaluated. */
    private final List<RowSums> finished = new ArrayList<>();
    private int evaluated;
    private final int stride;
    private final float[] normals;
    private final float[] partners;
    private final float[] levels;
    private int noiseRow = -1;

    Draws(FrozenNetwork network, SamplingRequest request, DeviceRun device, SamplingOutput results) {
        this.network = network;
        this.request = request;
        this.device = device;
        this.results = results;
        uniforms = new float[2 * request.draws()];
        stride = NoiseAddress.paddedSize(network.features());
        normals = new float[request.draws() * stride];
        partners = new float[normals.length];
        levels = new float[normals.length];
    }

    /** After a unit was folded in, moves each draw into it with probability (unit's weight) / (weight so far). */
    void resample(RowSums row, int category, int firstSample, int samples, float[] logWeights, int at, int lanes) {
        if (request.draws() == 0) {
            return;
        }
        uniform(Purpose.RESAMPLING, row.row, NoiseAddress.resampling(row.foldedUnits() - 1, 0), uniforms);
        double unitSum = 0;
        for (int i = 0; i < samples; i++) {
            double high = logWeights[at + i];
            weight[i] = high >= -Float.MAX_VALUE ? StrictMath.exp(high - row.maximum() + logWeights[lanes + at + i]) : 0;
            unitSum += weight[i];
        }
        for (int m = 0; m < request.draws(); m++) {
            double target = (uniforms[2 * m] + uniforms[2 * m + 1] * 0x1p-24) * row.sum();
            if (target < unitSum) {
                row.drawnCategory[m] = category;
                row.drawnSample[m] = firstSample + find(samples, target);
            }
        }
    }

    /** The first sample at which the running weight exceeds the target. */
    private int find(int samples, double target) {
        double running = 0;
        int last = 0;
        for (int i = 0; i < samples; i++) {
            running += weight[i];
            if (weight[i] > 0) {
                last = i;
                if (running > target) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Takes over the draws of a finished row; nothing is evaluated yet, because the device still holds the last launch. */
    void add(RowSums row) {
        if (request.draws() > 0) {
            finished.add(row);
        }
    }

    /** Evaluates and writes the draws that fill whole launches, or all. */
    void evaluate(boolean all) {
        int total = finished.size() * request.draws();
        while (total - evaluated >= device.drawCapacity() || all && evaluated < total) {
            evaluateBatch(Math.min(device.drawCapacity(), total - evaluated));
        }
        if (total > 0) {
            finished.subList(0, evaluated / request.draws()).clear();
            evaluated %= request.draws();
        }
    }

    private void evaluateBatch(int count) {
        int draws = request.draws();
        int lanes = DeviceRun.roundUp(count);
        for (int i = 0; i < lanes; i++) {
            int index = evaluated + Math.min(i, count - 1);
            RowSums row = finished.get(index / draws);
            device.lane(lanes, i, row.row, row.drawnCategory[index % draws], row.drawnSample[index % draws]);
        }
        float[] values = device.draw(lanes);
        for (int i = 0; i < count; i++) {
            int index = evaluated + i;
            write(finished.get(index / draws), index % draws, values, 3 * i * network.features());
        }
        evaluated += count;
    }

    private void normal(Purpose purpose, int row, float[] out) {
        Noise.Keyed noise = (Noise.Keyed) request.noise();
        kernels.normal(NoiseAddress.key(noise.seed(), purpose), noise.rowKeys()[row], 0, out, 0, out.length);
    }

    private void uniform(Purpose purpose, int row, long position, float[] out) {
        Noise.Keyed noise = (Noise.Keyed) request.noise();
        kernels.uniform(NoiseAddress.key(noise.seed(), purpose), noise.rowKeys()[row], position, out, 0, out.length);
    }

    private void write(RowSums row, int draw, float[] values, int at) {
        if (noiseRow != row.row) {
            normal(Purpose.DRAWS, row.row, normals);
            normal(Purpose.DRAWS_PARTNER, row.row, partners);
            uniform(Purpose.LEVELS, row.row, 0, levels);
            noiseRow = row.row;
        }
        int cell = row.row * network.features();
        int from = draw * stride;
        int features = network.features();
        for (int e = 0; e < features; e++) {
            if (row.missing(e)) {
                FeatureKind kind = network.kind(e);
                if (kind.continuous()) {
                    float value = values[at + 3 * e];
                    float std = values[at + 3 * e + 1];
                    float standard = kind == FeatureKind.STUDENT_T
                            ? StudentT.fromNormals(normals[from + e], partners[from + e], values[at + 3 * e + 2])
                            : normals[from + e];
                    results.draws[draw][cell + e] = network.samplesValues() ? value : value + std * standard;
                } else if (kind == FeatureKind.BERNOULLI) {
                    results.draws[draw][cell + e] = levels[from + e] < values[at + 3 * e] ? 1 : 0;
                } else if (e == 0 || network.column(e - 1) != network.column(e)) {
                    chooseLevel(results.draws[draw], cell, e, levels[from + e], values, at);
                }
            }
        }
    }

    private void chooseLevel(float[] out, int cell, int first, float uniform, float[] values, int at) {
        int end = first + 1;
        while (end < network.features() && network.column(end) == network.column(first)) {
            end++;
        }
        int chosen = first;
        float running = values[at + 3 * first];
        while (chosen + 1 < end && uniform >= running) {
            chosen++;
            running += values[at + 3 * chosen];
        }
        for (int e = first; e < end; e++) {
            out[cell + e] = e == chosen ? 1 : 0;
        }
    }
}
