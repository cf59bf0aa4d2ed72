"""The way to Google, tried on the emulator."""
