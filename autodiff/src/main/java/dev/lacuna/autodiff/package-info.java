package dev.lacuna.autodiff;
