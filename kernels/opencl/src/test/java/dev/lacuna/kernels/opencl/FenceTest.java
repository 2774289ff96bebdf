package dev.lacuna.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aparapi.Kernel;
import com.aparapi.Range;
import com.aparapi.device.OpenCLDevice;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenScale;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot run on an OpenCL device is an error with a reason, never a result from somewhere else. */
class FenceTest {

    /** The loader of OpenCL drivers is pointed to a folder without any. */
    @Test
    void program_noOpenClDriver_endsWithAClearError(@TempDir Path empty) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OpenClProbe.class.getName(), "1", "1"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OCL_ICD_VENDORS", empty.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue(), output);
        assertTrue(output.contains("no OpenCL device was found"), output);
        assertFalse(output.contains("samples/s"), output);
    }

    @Test
    void device_unknownName_isRefusedEveryTime() {
        TestDevice.sampler();
        OpenClSampler sampler = new OpenClSampler("no such card");
        for (int i = 0; i < 2; i++) {
            DeviceUnavailableException e = assertThrows(DeviceUnavailableException.class, sampler::name);
            assertTrue(e.getMessage().contains("no such card"), e.getMessage());
            assertTrue(e.getMessage().contains("lacuna.opencl.device"), e.getMessage());
        }
    }

    /** The translator can hang: the trial has a time-out, here of no time at all. */
    @Test
    void trial_noAnswerInTime_isAnError() {
        TestDevice.sampler();
        DeviceUnavailableException e = assertThrows(DeviceUnavailableException.class, new OpenClSampler("", 0)::name);
        assertTrue(e.getMessage().contains("within 0 seconds"), e.getMessage());
    }

    /** Refused before any device is looked for. */
    @Test
    void sample_mixturePosterior_isRefused() {
        FrozenNetwork network = FrozenNetwork.builder(1, new int[] {0}, List.of(FeatureKind.GAUSSIAN))
                .mean(DenseLayer.linear(1, 1, new float[1], new float[1])).scale(FrozenScale.shared(1, 1)).build();
        SamplingRequest request = SamplingRequest.builder(1).posterior(new float[2], new float[2])
                .mixture(new double[] {Math.log(0.5), Math.log(0.5)}).values(new float[1], new float[1])
                .noise(new Noise.Keyed(1, new long[1])).build();
        DeviceUnavailableException e = assertThrows(DeviceUnavailableException.class,
                () -> new OpenClSampler("no such card").sample(network, request));
        assertTrue(e.getMessage().contains("mixture of 2") && e.getMessage().contains("cpu"), e.getMessage());
    }

    @Test
    void name_openedDevice_namesIt() {
        OpenClSampler sampler = TestDevice.sampler();
        assertEquals("opencl: " + OpenClDevices.name(OpenClDevices.choose("")), sampler.name());
    }

    @Test
    void program_device_saysWhichRan() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OpenClProbe.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), TestDevice.sampler(), 2, 64);
        String output = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(output.contains("runs on " + TestDevice.sampler().name()) && output.contains("samples/s"), output);
    }

    @Test
    void proof_javaThreadPool_isRefused() {
        TestDevice.sampler();
        OpenCLDevice device = OpenClDevices.choose("");
        Kernel kernel = new Untranslatable();
        kernel.execute(Range.create(64));
        DeviceUnavailableException e = assertThrows(DeviceUnavailableException.class, () -> DeviceRun.requireRan(kernel, device));
        assertTrue(e.getMessage().contains("discarded"), e.getMessage());
    }

    @Test
    void services_lookUp_findsTheSampler() {
        assertTrue(ServiceLoader.load(ImportanceSampler.class).stream().anyMatch(p -> p.type() == OpenClSampler.class));
    }

    /** A lambda has no OpenCL: Aparapi goes on in Java threads and says so in the log only. */
    private static final class Untranslatable extends Kernel {
        private final int[] out = new int[64];

        @Override public void run() {
            Runnable write = () -> out[getGlobalId()] = 1;
            write.run();
        }
    }
}
