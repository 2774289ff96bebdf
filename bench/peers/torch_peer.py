"""PyTorch (CPU, float32) doing the same work as the Java engine, for side-by-side timing.

    python torch_peer.py train CONFIG [--steps N] [--threads T] [--compile] [--adam foreach|fused]
    python torch_peer.py impute CONFIG [--rows R] [--samples L] [--threads T]

`train` prints the median and quartiles of one optimiser step in milliseconds; `impute` prints rows per second for
self-normalised importance sampling with L draws per row, written the way a careful PyTorch user would write it
(no gradient tape, whole batches of rows, chunked so that memory stays bounded).
CONFIG: synthetic | uci | gnr | ratings | psmvae | wide   (see CONFIGS; sizes follow the papers)
"""
import argparse, math, statistics, time
import torch
import torch.nn as nn
import torch.nn.functional as F

CONFIGS = {
    # B rows, K samples, D features, H latent, W hidden width
    "synthetic": dict(B=100, K=5, D=3, H=5, W=10, layers=1, mask="mlp-xz", prior="conditional"),      # GINA B.1
    "uci":       dict(B=16, K=20, D=11, H=10, W=128, layers=2, mask="self", prior="standard"),        # not-MIWAE white wine
    "gnr":       dict(B=16, K=20, D=11, H=10, W=128, layers=2, mask="trunk", prior="standard"),       # GNR, same sizes
    "ratings":   dict(B=100, K=5, D=1000, H=20, W=10, layers=1, mask="linear-xz", prior="conditional"),  # GINA on ratings
    "wide":      dict(B=256, K=20, D=784, H=50, W=500, layers=2, mask="self", prior="standard"),      # image-sized
    "psmvae":    dict(B=200, D=13, H=20, W=128, C=10),                                                # PSMVAE(b) wine
}


def stack(sizes, act, last=False):
    mods = []
    for i in range(len(sizes) - 1):
        mods.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2 or last:
            mods.append(act())
    return nn.Sequential(*mods)


class ImportanceWeighted(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        D, H, W, n = c["D"], c["H"], c["W"], c["layers"]
        self.encoder = stack([2 * D] + [W] * n + [2 * H], nn.Tanh)
        self.trunk = stack([H] + [W] * n, nn.Tanh, last=True)
        self.mean, self.std = nn.Linear(W, D), nn.Linear(W, D)
        if c["prior"] == "conditional":
            self.prior = nn.Linear(1, 2 * H)
        m = c["mask"]
        if m == "self":
            self.slope, self.offset = nn.Parameter(torch.randn(D)), nn.Parameter(torch.zeros(D))
        elif m == "mlp-xz":
            self.mask = stack([D + H, 10, D], nn.Tanh)
        elif m == "linear-xz":
            self.mask = nn.Linear(D + H, D)
        elif m == "trunk":
            self.mask = nn.Linear(W, D)

    def log_weights(self, x, r, K):
        mu, lv = self.encoder(torch.cat([x * r, r], -1)).chunk(2, -1)
        lv = lv.clamp(-10, 10)
        eps = torch.randn(K, *mu.shape)
        z = mu + torch.exp(0.5 * lv) * eps
        u = self.trunk(z)
        mean, std = self.mean(u), F.softplus(self.std(u)) + 1e-3
        lpx = (r * (-0.5 * ((x - mean) / std) ** 2 - std.log() - 0.5 * math.log(2 * math.pi))).sum(-1)
        m = self.c["mask"]
        if m != "trunk":
            xm = r * x + (1 - r) * (mean + std * torch.randn_like(mean))
        if m == "self":
            a = -self.slope * (xm - self.offset)
        elif m == "trunk":
            a = self.mask(u)
        else:
            a = self.mask(torch.cat([xm, z], -1))
        lpr = (r * a - F.softplus(a)).sum(-1)
        if self.c["prior"] == "conditional":
            pm, pl = self.prior(x[:, :1]).chunk(2, -1)
            lpz = (-0.5 * ((z - pm) ** 2 * torch.exp(-pl) + pl)).sum(-1)
        else:
            lpz = -0.5 * (z ** 2).sum(-1)
        lq = -0.5 * (eps ** 2 + lv).sum(-1)
        return lpx + lpr + lpz - lq, mean

    def forward(self, x, r):
        w, _ = self.log_weights(x, r, self.c["K"])
        return -(torch.logsumexp(w, 0) - math.log(self.c["K"])).mean()

    @torch.no_grad()
    def impute(self, x, r, L):
        w, mean = self.log_weights(x, r, L)
        return r * x + (1 - r) * (torch.softmax(w, 0).unsqueeze(-1) * mean).sum(0)


class PatternSetMixture(nn.Module):
    """PSMVAE(b) with every category evaluated in one stacked batch (kinder to PyTorch than a loop over categories)."""

    def __init__(self, c):
        super().__init__()
        self.c = c
        D, H, W, C = c["D"], c["H"], c["W"], c["C"]
        self.qr = stack([2 * D, W, W, C], nn.ReLU)
        self.qz = stack([2 * D + C, W, W, 2 * H], nn.ReLU)
        self.decoder = stack([H + C, W, W, 3 * D], nn.ReLU)
        self.prior = nn.Parameter(torch.zeros(C, 1, 2 * H))

    def forward(self, x, r):
        C, D = self.c["C"], self.c["D"]
        inp = torch.cat([x * r, 1 - r], -1)
        logq = F.log_softmax(self.qr(inp), -1).T                                  # [C,B]
        hot = torch.eye(C).unsqueeze(1).expand(C, x.shape[0], C)
        mu, lv = self.qz(torch.cat([inp.expand(C, *inp.shape), hot], -1)).chunk(2, -1)
        z = mu + torch.exp(0.5 * lv) * torch.randn_like(mu)
        d = self.decoder(torch.cat([z, hot], -1))
        mo, mm, a = d[..., :D], d[..., D:2 * D], d[..., 2 * D:]
        const = -0.5 * math.log(2 * math.pi * 0.25)
        ll = (r * (const - 2 * (x - mo) ** 2)).sum(-1) + 0.5 * (r * (const - 2 * (x - mm) ** 2)).sum(-1)
        lm = ((1 - r) * a - F.softplus(a)).sum(-1)
        m0, l0 = self.prior.chunk(2, -1)
        kl = 0.5 * (l0 - lv + (lv.exp() + (mu - m0) ** 2) * (-l0).exp() - 1).sum(-1)
        q = logq.exp()
        return -((q * (ll + lm - kl)).sum(0) - (q * (logq + math.log(C))).sum(0)).mean()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("job", choices=["train", "impute"])
    ap.add_argument("config", choices=list(CONFIGS))
    ap.add_argument("--steps", type=int, default=300)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--rows", type=int, default=256)
    ap.add_argument("--samples", type=int, default=10000)
    ap.add_argument("--compile", action="store_true")
    ap.add_argument("--adam", choices=["foreach", "fused"], default="foreach")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    c = CONFIGS[a.config]
    net = PatternSetMixture(c) if a.config == "psmvae" else ImportanceWeighted(c)
    x = torch.randn(4096, c["D"])
    r = (torch.rand_like(x) > 0.3).float()
    if a.job == "train":
        opt = torch.optim.Adam(net.parameters(), lr=1e-3, **{a.adam: True})
        f = torch.compile(net) if a.compile else net
        times = []
        warm = max(20, a.steps // 5)
        for s in range(a.steps + warm):
            i = torch.randint(0, 4096, (c["B"],))
            t = time.perf_counter()
            opt.zero_grad(set_to_none=True)
            f(x[i], r[i]).backward()
            opt.step()
            if s >= warm:
                times.append((time.perf_counter() - t) * 1e3)
        q = statistics.quantiles(times, n=4)
        print(f"torch train {a.config} threads={a.threads} compile={a.compile} adam={a.adam} ms/step median={q[1]:.4f} q1={q[0]:.4f} q3={q[2]:.4f}")
    else:
        chunk = max(1, min(a.rows, 8_000_000 // (a.samples * c["W"])))   # about 32 MB per activation
        best = []
        for _ in range(3):
            t = time.perf_counter()
            for i in range(0, a.rows, chunk):
                net.impute(x[i:i + chunk], r[i:i + chunk], a.samples)
            best.append(time.perf_counter() - t)
        s = statistics.median(best)
        print(f"torch impute {a.config} threads={a.threads} L={a.samples} rows/s={a.rows / s:.3f} s={s:.3f} chunk={chunk}")


main()
