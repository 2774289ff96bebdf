package dev.lacuna.engine.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ordered key=value pairs as text, one a line; backslash, line ends and the key's equals sign are escaped. */
final class Properties {

    private Properties() {}

    static String format(Map<String, String> properties) {
        StringBuilder text = new StringBuilder();
        properties.forEach((key, value) -> {
            escape(key, true, text);
            text.append('=');
            escape(value, false, text);
            text.append('\n');
        });
        return text.toString();
    }

    private static void escape(String s, boolean key, StringBuilder to) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '\\' -> to.append("\\\\");
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '=' -> to.append(key ? "\\e" : "=");
                default -> to.append(c);
            }
        }
    }

    static Map<String, String> parse(String section, String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int equals = text.indexOf('=', start);
            if (end < 0 || equals < 0 || equals > end) {
                throw new ModelFileException("section '" + section + "' is not made of key=value lines");
            }
            properties.put(unescape(section, text.substring(start, equals)), unescape(section, text.substring(equals + 1, end)));
            start = end + 1;
        }
        return Collections.unmodifiableMap(properties);
    }

    private static String unescape(String section, String s) {
        StringBuilder plain = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            i++;
            switch (i < s.length() ? s.charAt(i) : ' ') {
                case '\\' -> plain.append('\\');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 'e' -> plain.append('=');
                default -> throw new ModelFileException("section '" + section + "' has an unknown escape");
            }
        }
        return plain.toString();
    }
}
