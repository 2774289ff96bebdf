package dev.lacuna.autodiff;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/** The parameters of a model in the order in which they were added, each with a name of its own. */
public final class Parameters implements Iterable<Parameter> {
    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    /** Adds a parameter [rows x columns] of zeros. */
    public Parameter add(String name, int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("Parameter " + name + " needs at least one row and one column; given: "
                    + rows + " x " + columns);
        }
        return add(Parameter.of(name, new FMatrixRMaj(rows, columns)));
    }

    /** Adds a parameter made elsewhere. */
    public Parameter add(Parameter parameter) {
        if (byName.putIfAbsent(parameter.name(), parameter) != null) {
            throw new IllegalArgumentException("There is already a parameter named " + parameter.name());
        }
        return parameter;
    }

    /** The parameter of that name; throws {@link IllegalArgumentException} where there is none. */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("No parameter is named " + name + "; there are: " + byName.keySet());
        }
        return parameter;
    }

    public boolean contains(String name) {
        return byName.containsKey(name);
    }

    /** How many parameters there are. */
    public int count() {
        return byName.size();
    }

    /** How many numbers they hold together. */
    public long totalSize() {
        long size = 0;
        for (Parameter parameter : this) {
            size += parameter.size();
        }
        return size;
    }

    /** An immutable list in the order of adding. */
    public List<Parameter> list() {
        return List.copyOf(byName.values());
    }

    /** The names in the order of adding. */
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /** Parameters of the same names, shapes and values that share nothing with these. */
    public Parameters copy() {
        Parameters copy = new Parameters();
        for (Parameter parameter : this) {
            copy.add(Parameter.of(parameter.name(), parameter.value().copy()));
        }
        return copy;
    }

    /** Takes over the values of parameters with the same names and shapes; the matrices stay the same objects. */
    public void setAll(Parameters source) {
        if (!byName.keySet().equals(source.byName.keySet())) {
            throw new IllegalArgumentException("The parameters have other names: " + byName.keySet() + " and "
                    + source.byName.keySet());
        }
        for (Parameter parameter : this) {
            Parameter other = source.get(parameter.name());
            if (other.rows() != parameter.rows() || other.columns() != parameter.columns()) {
                throw new IllegalArgumentException("The shapes differ: " + parameter + " and " + other);
            }
        }
        for (Parameter parameter : this) {
            System.arraycopy(source.get(parameter.name()).value().data, 0, parameter.value().data, 0, parameter.size());
        }
    }

    @Override public Iterator<Parameter> iterator() {
        return List.copyOf(byName.values()).iterator();
    }
}
