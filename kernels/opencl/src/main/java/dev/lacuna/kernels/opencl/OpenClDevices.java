package dev.lacuna.kernels.opencl;

import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The OpenCL devices of this machine, and the choice of one. */
final class OpenClDevices {
    /**
     * Which device to take: {@code gpu}, {@code cpu}, or a part of a device's name. Where it is not set, the first GPU is taken,
     * and the first of the others where there is none.
     */
    static final String PROPERTY = "lacuna.opencl.device";

    private OpenClDevices() {}

    /** All devices, GPUs first. */
    static List<OpenCLDevice> all() {
        List<OpenCLDevice> devices = new ArrayList<>();
        try {
            for (Device.TYPE type : List.of(Device.TYPE.GPU, Device.TYPE.ACC, Device.TYPE.CPU)) {
                devices.addAll(OpenCLDevice.listDevices(type));
            }
        } catch (LinkageError | RuntimeException e) {
            throw new DeviceUnavailableException("OpenCL cannot be used: Aparapi's native library did not load (" + e
                    + "); on JDK 22 and later pass --enable-native-access=ALL-UNNAMED", e);
        }
        return devices;
    }

    /** The device that {@code wanted} names, which may be empty. */
    static OpenCLDevice choose(String wanted) {
        List<OpenCLDevice> devices = all();
        if (devices.isEmpty()) {
            throw new DeviceUnavailableException("no OpenCL device was found; install the driver of the graphics card, or PoCL"
                    + " for the processor (package pocl-opencl-icd), or use --device cpu");
        }
        String word = wanted.toLowerCase(Locale.ROOT);
        for (OpenCLDevice device : devices) {
            if (device.getType().name().equalsIgnoreCase(word) || name(device).toLowerCase(Locale.ROOT).contains(word)) {
                // Else Aparapi lets the device work in the Java arrays themselves, which the collector may move before a read.
                device.setSharedMemory(false);
                return device;
            }
        }
        throw new DeviceUnavailableException("no OpenCL device is called \"" + wanted + "\" (" + PROPERTY + "); there is: "
                + devices.stream().map(OpenClDevices::describe).toList());
    }

    static String name(OpenCLDevice device) {
        return device.getName() == null ? "unnamed" : device.getName().trim();
    }

    static String describe(OpenCLDevice device) {
        return name(device) + " (" + device.getType() + ", " + device.getMaxComputeUnits() + " compute units, "
                + (device.getGlobalMemSize() >> 20) + " MiB, " + device.getOpenCLPlatform().getName() + ")";
    }
}
