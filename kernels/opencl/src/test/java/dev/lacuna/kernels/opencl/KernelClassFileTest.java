package dev.lacuna.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import org.apache.bcel.classfile.ClassParser;
import org.apache.bcel.classfile.JavaClass;
import org.apache.bcel.classfile.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aparapi's translator hangs on a kernel that was compiled without its local-variable table (javac -g). */
class KernelClassFileTest {

    @ParameterizedTest
    @ValueSource(classes = {KernelState.class, NoiseKernel.class, LayerKernel.class, DensityKernel.class, MissingnessKernel.class,
        SamplingKernel.class})
    void classFile_everyMethod_hasALocalVariableTable(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            JavaClass parsed = new ClassParser(in, type.getSimpleName()).parse();
            assertTrue(parsed.getMethods().length > 0);
            for (Method method : parsed.getMethods()) {
                assertNotNull(method.getLocalVariableTable(), method.getName());
            }
        }
    }
}
