package dev.lacuna.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar, and of the JVM below it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"lacuna " + number() + " on Java " + System.getProperty("java.version")};
    }

    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
