#include <stdio.h>
__attribute__((constructor)) static void loaded(void) { puts("clean addon.node"); fflush(stdout); }
void *napi_register_module_v1(void *env, void *exports) { (void)env; return exports; }
