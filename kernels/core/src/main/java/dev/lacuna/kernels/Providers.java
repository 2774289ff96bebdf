package dev.lacuna.kernels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Finds the providers of {@link Kernels} once and chooses one. No type of the Vector API is named here: its class is loaded by
 * name, after the module was seen, so that users without the module never meet it.
 */
final class Providers {

    static final String FORCE = "lacuna.kernels";
    private static final String MODULE = "jdk.incubator.vector";
    private static final String FLAG = "--add-modules " + MODULE;

    static final Kernels PLAIN = new PlainKernels();
    static final Found VECTOR = findVector();
    static final Choice CHOSEN = choose(System.getProperty(FORCE, "auto"), VECTOR);

    private Providers() {}

    /** A provider and why it was chosen. */
    record Choice(Kernels kernels, String reason) {}

    /** The vector provider, or why there is none. */
    record Found(Optional<Kernels> kernels, String whyNot) {}

    static Choice choose(String forced, Found vector) {
        switch (forced) {
            case "plain":
                return new Choice(PLAIN, "plain kernels: asked for by -D" + FORCE + "=plain");
            case "vector":
                Kernels kernels = vector.kernels().orElseThrow(() -> new IllegalStateException(
                        "vector kernels were asked for by -D" + FORCE + "=vector, but " + vector.whyNot()));
                return new Choice(kernels, kernels.name() + " kernels: asked for by -D" + FORCE + "=vector");
            case "auto":
                return vector.kernels().map(k -> new Choice(warming(k), k.name() + " kernels: the JVM has the module " + MODULE
                        + " (plain ones serve until these are compiled)"))
                        .orElseGet(() -> new Choice(PLAIN, "plain kernels: " + vector.whyNot()));
            default:
                throw new IllegalArgumentException(
                        "system property " + FORCE + " is '" + forced + "': auto, plain or vector is allowed");
        }
    }

    /** One background thread of low priority, which ends when nothing was asked for a second. */
    private static Kernels warming(Kernels vector) {
        ThreadPoolExecutor background = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "lacuna-kernels-warm-up");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        background.allowCoreThreadTimeOut(true);
        return new WarmingKernels(PLAIN, vector, background, WarmingKernels.DELAY_NANOS,
                WarmingKernels.PATIENCE_NANOS);
    }

    private static Found findVector() {
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        if (module.isEmpty()) {
            return new Found(Optional.empty(),
                    "the JVM was started without the vector module; " + FLAG + " makes them much faster");
        }
        Providers.class.getModule().addReads(module.get());
        try {
            Class<?> type = Class.forName("dev.lacuna.kernels.VectorKernels");
            Object kernels = MethodHandles.lookup().findConstructor(type, MethodType.methodType(void.class)).invoke();
            return new Found(Optional.of((Kernels) kernels), "");
        } catch (IllegalArgumentException e) {
            throw e; // a bad system property is the user's to mend
        } catch (Throwable e) {
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            if (cause instanceof IllegalArgumentException bad) {
                throw bad;
            }
            return new Found(Optional.empty(), "the vector module is there but cannot be used: " + cause);
        }
    }
}
