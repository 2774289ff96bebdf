package dev.lacuna.kernels.sampling;

/** The device that was asked for cannot be used; the message says why and what would help. Nothing else is used in its place. */
public final class DeviceUnavailableException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public DeviceUnavailableException(String message) {
        super(message);
    }

    public DeviceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
