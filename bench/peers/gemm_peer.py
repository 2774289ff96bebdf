"""NumPy's float32 products (OpenBLAS, one thread) of the shapes that `GemmTable layers` prints, in GFLOP/s.

    OPENBLAS_NUM_THREADS=1 python gemm_peer.py [ROWSxINxOUT,...]

A·B, Aᵀ·B and A·Bᵀ are the forward product, the weight gradient and the input gradient of a layer [rows x in] -> [rows x out];
each number is 2 M K N over the best of several short runs.
"""
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

LAYERS = ("500x6x10,500x5x10,500x10x10,500x10x3,500x8x10,320x10x128,320x128x128,320x128x22,320x128x11,16x22x128,16x128x128,"
          "16x128x20,200x26x128,200x128x128,200x128x10,2000x20x128,2000x128x128,2000x128x39,2000x13x128,8x8x8,10x10x10,12x12x12,"
          "16x16x16,64x64x64,100x64x64,100x128x128,512x512x512,1280x784x500")


def rate(a, b, flops):
    c = np.empty((a.shape[0], b.shape[1]), np.float32)
    calls, best = 1, float("inf")
    while True:
        start = time.perf_counter()
        for _ in range(calls):
            np.matmul(a, b, out=c)
        seconds = time.perf_counter() - start
        if seconds > 2e-4:
            break
        calls *= 2
    for _ in range(12):
        start = time.perf_counter()
        for _ in range(calls):
            np.matmul(a, b, out=c)
        best = min(best, (time.perf_counter() - start) / calls)
    return flops / best * 1e-9


def main():
    config = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    print(f"NumPy {np.__version__}, {config['name']} {config['version']}")
    print("| rows x in x out | A·B | Aᵀ·B | A·Bᵀ |\n|---|---|---|---|")
    random = np.random.default_rng(1)
    for shape in (sys.argv[1] if len(sys.argv) > 1 else LAYERS).split(","):
        rows, n_in, n_out = map(int, shape.split("x"))
        x, w, g = (random.random(s, np.float32) for s in ((rows, n_in), (n_in, n_out), (rows, n_out)))
        flops = 2 * rows * n_in * n_out
        print(f"| {shape} | {rate(x, w, flops):.1f} | {rate(x.T, g, flops):.1f} | {rate(g, w.T, flops):.1f} |")


if __name__ == "__main__":
    main()
