package dev.lacuna.engine.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A class path without the optional library. */
class WithoutFastCsvTest {

    private static URLClassLoader withoutFastCsv() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        URL[] urls = Arrays.stream(path.split(File.pathSeparator)).filter(entry -> !entry.contains("fastcsv"))
                .map(WithoutFastCsvTest::url).toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    @Test
    void reading_namesTheArtifactToAdd() throws Exception {
        try (URLClassLoader loader = withoutFastCsv()) {
            Object options = loader.loadClass(CsvOptions.class.getName()).getMethod("defaults").invoke(null);
            var read = loader.loadClass(CsvReader.class.getName()).getMethod("read", InputStream.class,
                    String.class, options.getClass());
            InvocationTargetException thrown = assertThrows(InvocationTargetException.class,
                    () -> read.invoke(null, new ByteArrayInputStream("a\n1\n".getBytes()), "t", options));
            assertInstanceOf(IllegalStateException.class, thrown.getCause());
            assertTrue(thrown.getCause().getMessage().contains("de.siegmar:fastcsv"), thrown.getCause().getMessage());
        }
    }

    @Test
    void writingATableBuiltInCode_needsNoLibrary() throws Exception {
        try (URLClassLoader loader = withoutFastCsv()) {
            Class<?> tableClass = loader.loadClass("dev.lacuna.engine.table.Table");
            Object builder = tableClass.getMethod("builder").invoke(null);
            builder.getClass().getMethod("real", String.class, double[].class).invoke(builder, "x", new double[] {1, 2});
            Object table = builder.getClass().getMethod("build").invoke(builder);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            loader.loadClass(CsvWriter.class.getName()).getMethod("write", tableClass, OutputStream.class)
                    .invoke(null, table, out);
            assertEquals("x\n1\n2\n", out.toString());
        }
    }
}
