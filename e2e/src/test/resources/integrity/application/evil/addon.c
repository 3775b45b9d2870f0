#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void loaded(void) {
  FILE *marker = fopen(getenv("MARKER"), "w");
  if (marker) fclose(marker);
}
void *napi_register_module_v1(void *env, void *exports) { (void)env; return exports; }
