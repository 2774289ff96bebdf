package dev.lacuna.bench;
