package dev.lacuna.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/** One golden file: arrays are read flat, in row-major order; sizes come from the arrays' own shapes. */
public final class GoldenCase {
    private final JsonNode root;

    private GoldenCase(JsonNode root) {
        this.root = root;
    }

    static GoldenCase read(Path file) throws IOException {
        return new GoldenCase(new ObjectMapper().readTree(file.toFile()));
    }

    public String name() {
        return root.path("name").asText();
    }

    public String family() {
        return root.path("config").path("family").asText();
    }

    public JsonNode config() {
        return root.path("config");
    }

    /** The names under one section, such as {@code params} or {@code expect/grads}. */
    public List<String> names(String section) {
        List<String> names = new ArrayList<>();
        node(section).fieldNames().forEachRemaining(names::add);
        return names;
    }

    public boolean has(String section, String name) {
        return !node(section).path(name).isMissingNode();
    }

    /** The lengths of each dimension; an empty array for a single number. */
    public int[] shape(String section, String name) {
        List<Integer> lengths = new ArrayList<>();
        for (JsonNode node = array(section, name); node.isArray(); node = node.path(0)) lengths.add(node.size());
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    public double number(String section, String name) {
        return array(section, name).asDouble();
    }

    public double[] doubles(String section, String name) {
        List<Double> values = new ArrayList<>();
        flatten(array(section, name), values);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    public float[] floats(String section, String name) {
        double[] values = doubles(section, name);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
        return floats;
    }

    /** The parameters, those of one number or one dimension as one row. */
    public Parameters parameters() {
        Parameters parameters = new Parameters();
        for (String name : names("params")) {
            int[] shape = shape("params", name);
            int columns = shape.length == 0 ? 1 : shape[shape.length - 1];
            float[] values = floats("params", name);
            parameters.add(Parameter.of(name, new FMatrixRMaj(values.length / columns, columns, true, values)));
        }
        return parameters;
    }

    private JsonNode array(String section, String name) {
        JsonNode node = node(section).path(name);
        if (node.isMissingNode()) throw new IllegalArgumentException(name() + " has no " + section + "/" + name);
        return node;
    }

    private JsonNode node(String section) {
        JsonNode node = root;
        for (String part : section.split("/")) node = node.path(part);
        return node;
    }

    private static void flatten(JsonNode node, List<Double> values) {
        if (node.isArray()) node.forEach(child -> flatten(child, values));
        else values.add(node.asDouble());
    }
}
