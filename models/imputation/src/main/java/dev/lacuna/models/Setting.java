package dev.lacuna.models;

/**
 * One setting of a model, as {@code --set name=value} takes it.
 *
 * @param type {@code whole number}, {@code number}, {@code choice}, {@code text} or {@code columns}
 * @param defaultValue as text; what applies when the setting is not given
 * @param range the allowed values, for people: {@code 1 to 100000}, {@code sample | mean}
 * @param description one line
 */
public record Setting(String name, String type, String defaultValue, String range, String description) {}
