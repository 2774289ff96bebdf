package dev.lacuna.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadTeamTest {

    @ParameterizedTest
    @CsvSource({"1,1", "1,4", "2,2", "2,5", "4,2", "3,8"})
    void run_manyRounds_runsEachShardOnceARound(int threads, int shards) {
        int[] runs = new int[shards];
        try (ThreadTeam team = new ThreadTeam(threads, shards, shard -> runs[shard]++)) {
            for (int round = 1; round <= 2000; round++) {
                team.run();
                for (int shard = 0; shard < shards; shard++) assertEquals(round, runs[shard]);
            }
        }
    }

    @Test
    void run_aShardThrows_throwsInTheCallerAndTheTeamGoesOn() {
        int[] round = {0};
        int[] runs = new int[2];
        try (ThreadTeam team = new ThreadTeam(2, 2, shard -> {
            if (shard == 1 && round[0] == 1) throw new ArithmeticException("shard 1");
            runs[shard]++;
        })) {
            team.run();
            round[0] = 1;
            assertEquals("shard 1", assertThrows(ArithmeticException.class, team::run).getMessage());
            round[0] = 2;
            team.run();
            assertEquals(3, runs[0]);
            assertEquals(2, runs[1]);
        }
    }
}
