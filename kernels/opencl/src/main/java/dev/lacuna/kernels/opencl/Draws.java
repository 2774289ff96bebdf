package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.NoiseStreams;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.StudentT;

/**
 * Completions by sampling importance resampling, by the law and the random numbers of the processor's sampler. The host sees the
 * log-weights only and notes which sample each draw stands at; when a row is done the device evaluates those samples again.
 */
final class Draws {
    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final DeviceRun device;
    private final NoiseStreams noise;
    private final Results results;
    private final float[] uniforms;
    private final double[] weight = new double[SamplingKernel.UNIT];
    /** Draws that wait for their evaluation. */
    private final RowSums[] pendingRow;
    private final int[] pendingDraw;
    private int pending;
    private final int stride;
    private final float[] normals;
    private final float[] partners;
    private final float[] levels;
    private int noiseRow = -1;

    Draws(FrozenNetwork network, SamplingRequest request, DeviceRun device, NoiseStreams noise, Results results) {
        this.network = network;
        this.request = request;
        this.device = device;
        this.noise = noise;
        this.results = results;
        uniforms = new float[2 * request.draws()];
        pendingRow = new RowSums[device.drawCapacity()];
        pendingDraw = new int[pendingRow.length];
        stride = NoiseStreams.roundUpToFour(network.features());
        normals = new float[request.draws() * stride];
        partners = new float[normals.length];
        levels = new float[normals.length];
    }

    /** After a unit was folded in, moves each draw into it with probability (unit's weight) / (weight so far). */
    void resample(RowSums row, int category, int firstSample, int samples, float[] logWeights, int at, int lanes) {
        if (request.draws() == 0) {
            return;
        }
        noise.resampling(row.row, row.foldedUnits() - 1, request.draws(), uniforms);
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

    /** Takes over the draws of a finished row. */
    void add(RowSums row) {
        for (int m = 0; m < request.draws(); m++) {
            pendingRow[pending] = row;
            pendingDraw[pending] = m;
            pending++;
            if (pending == pendingRow.length) {
                finish();
            }
        }
    }

    /** Evaluates and writes all draws that wait. */
    void finish() {
        if (pending == 0) {
            return;
        }
        int lanes = (pending + SamplingKernel.UNIT - 1) / SamplingKernel.UNIT * SamplingKernel.UNIT;
        for (int i = 0; i < lanes; i++) {
            int source = Math.min(i, pending - 1);
            RowSums row = pendingRow[source];
            int m = pendingDraw[source];
            device.lane(lanes, i, row.row, row.drawnCategory[m], row.drawnSample[m]);
        }
        float[] evaluated = device.draw(lanes);
        for (int i = 0; i < pending; i++) {
            write(pendingRow[i], pendingDraw[i], evaluated, 3 * i * network.features());
        }
        pending = 0;
    }

    private void write(RowSums row, int draw, float[] evaluated, int at) {
        if (noiseRow != row.row) {
            noise.draws(row.row, request.draws(), normals);
            noise.drawPartners(row.row, request.draws(), partners);
            noise.levels(row.row, request.draws(), levels);
            noiseRow = row.row;
        }
        int cell = row.row * network.features();
        int from = draw * stride;
        int features = network.features();
        for (int e = 0; e < features; e++) {
            if (row.missing(e)) {
                FeatureKind kind = network.kind(e);
                if (kind.continuous()) {
                    float value = evaluated[at + 3 * e];
                    float std = evaluated[at + 3 * e + 1];
                    float standard = kind == FeatureKind.STUDENT_T
                            ? StudentT.fromNormals(normals[from + e], partners[from + e], evaluated[at + 3 * e + 2])
                            : normals[from + e];
                    results.draws[draw][cell + e] = network.samplesValues() ? value : value + std * standard;
                } else if (kind == FeatureKind.BERNOULLI) {
                    results.draws[draw][cell + e] = levels[from + e] < evaluated[at + 3 * e] ? 1 : 0;
                } else if (e == 0 || network.column(e - 1) != network.column(e)) {
                    chooseLevel(results.draws[draw], cell, e, levels[from + e], evaluated, at);
                }
            }
        }
    }

    private void chooseLevel(float[] out, int cell, int first, float uniform, float[] evaluated, int at) {
        int end = first + 1;
        while (end < network.features() && network.column(end) == network.column(first)) {
            end++;
        }
        int chosen = first;
        float running = evaluated[at + 3 * first];
        while (chosen + 1 < end && uniform >= running) {
            chosen++;
            running += evaluated[at + 3 * chosen];
        }
        for (int e = first; e < end; e++) {
            out[cell + e] = e == chosen ? 1 : 0;
        }
    }
}
