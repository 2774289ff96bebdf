package dev.lacuna.engine.csv;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.table.RawRows;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks that a file is UTF-8. */
final class Utf8 {

    static final int BYTE_ORDER_MARK_BYTES = 3;

    private Utf8() {}

    static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK_BYTES && (bytes[0] & 0xff) == 0xef && (bytes[1] & 0xff) == 0xbb
                && (bytes[2] & 0xff) == 0xbf;
    }

    /** @throws InputException naming line, column and byte of the first malformed sequence */
    static void check(String name, byte[] bytes) {
        int firstTwo = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (firstTwo == 0xfeff || firstTwo == 0xfffe) {
            throw InputException.at(name, "the file is UTF-16; save it as UTF-8");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(1 << 13);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                int at = in.position();
                throw InputException.at(RawRows.placeOf(name, bytes, at), "byte " + at + " (0x"
                        + Integer.toHexString(bytes[at] & 0xff) + ") is not UTF-8; save the file as UTF-8");
            }
            if (result.isUnderflow()) {
                return;
            }
            out.clear();
        }
    }
}
