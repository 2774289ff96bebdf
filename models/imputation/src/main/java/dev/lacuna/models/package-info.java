package dev.lacuna.models;
