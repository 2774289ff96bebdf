package dev.lacuna.cli;
