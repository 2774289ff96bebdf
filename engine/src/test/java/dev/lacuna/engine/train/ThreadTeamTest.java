package dev.lacuna.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadTeamTest {

    @ParameterizedTest
    @CsvSource({"1,1", "1,4", "2,2", "2,5", "4,2", "3,8"})
    void run_manyRounds_runsEachShardOnceARound(int threads, int shards) {
        int[] runs = new int[shards];
        try (ThreadTeam team = new ThreadTeam(threads, shards)) {
            for (int round = 1; round <= 2000; round++) {
                team.run(shards, shard -> runs[shard]++);
                for (int shard = 0; shard < shards; shard++) assertEquals(round, runs[shard]);
            }
        }
    }

    @Test
    void run_roundsOfDifferentLength_runsEachPartOfEachRoundOnce() {
        AtomicIntegerArray runs = new AtomicIntegerArray(7);
        try (ThreadTeam team = new ThreadTeam(3, 7)) {
            for (int round = 0; round < 20_000; round++) {
                int parts = 1 + (round * 5) % 7;
                team.run(parts, part -> runs.addAndGet(part, 1 + parts));
                for (int part = 0; part < 7; part++) assertEquals(part < parts ? 1 + parts : 0, runs.getAndSet(part, 0));
            }
        }
    }

    @Test
    void run_aShardThrows_throwsInTheCallerAndTheTeamGoesOn() {
        int[] round = {0};
        int[] runs = new int[2];
        ThreadTeam.Task task = shard -> {
            if (shard == 1 && round[0] == 1) throw new ArithmeticException("shard 1");
            runs[shard]++;
        };
        try (ThreadTeam team = new ThreadTeam(2, 2)) {
            team.run(2, task);
            round[0] = 1;
            assertEquals("shard 1", assertThrows(ArithmeticException.class, () -> team.run(2, task)).getMessage());
            round[0] = 2;
            team.run(2, task);
            assertEquals(3, runs[0]);
            assertEquals(2, runs[1]);
        }
    }
}
