package dev.lacuna.cli;

/** The program {@code lacuna}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.err.println("lacuna");
    }
}
