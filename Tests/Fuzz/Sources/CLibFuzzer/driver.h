#include <stddef.h>
#include <stdint.h>

/// The driver of libFuzzer, which the compiler links in by -sanitize=fuzzer; it brings no header for it.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
