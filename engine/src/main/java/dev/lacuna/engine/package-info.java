package dev.lacuna.engine;
