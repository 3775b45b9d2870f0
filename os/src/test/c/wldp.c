/* Stands in for wldp.dll and kernel32.dll in tests: the binary interface of Windows, answers by name.
   A setting's first letter decides: T true, F false, N not found, E failure, O odd success, B type that is no boolean,
   L a true that is not 1. A file's first byte decides: a allowed, b blocked, s sandbox, e failure, o odd success. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef int32_t HRESULT;
typedef struct { uint16_t Length, MaximumLength; const uint16_t *Buffer; } UNICODE_STRING;
typedef struct { uint32_t a; uint16_t b, c; uint8_t d[8]; } GUID;

#define NOT_FOUND ((HRESULT)0x80070490)
#define FAILED ((HRESULT)0x80004005)
#define WRONG_CALL ((HRESULT)0x80070057)

static int is(const uint16_t *wide, const char *text) {
  while (*text) if (*wide++ != (uint8_t)*text++) return 0;
  return *wide == 0;
}

static HRESULT answer(uint16_t letter, int32_t *result) {
  switch (letter) {
    case 'T': *result = 1; return 0;
    case 'L': *result = 0x100; return 0;
    case 'F': *result = 0; return 0;
    case 'O': *result = 0; return 1;
    case 'E': return FAILED;
    default: return NOT_FOUND;
  }
}

#ifdef APPLICATION_SETTINGS
HRESULT WldpGetApplicationSettingBoolean(const uint16_t *id, const uint16_t *setting, int32_t *result) {
  if (!is(id, "Node.js") || !result) return WRONG_CALL;
  return answer(setting[0], result);
}
#endif

#ifdef SECURITY_POLICY
HRESULT WldpQuerySecurityPolicy(const UNICODE_STRING *provider, const UNICODE_STRING *key, const UNICODE_STRING *name,
                                int32_t *type, void *value, uint32_t *size) {
  if (!is(provider->Buffer, "Node.js") || provider->Length != 14 || provider->MaximumLength != 16) return WRONG_CALL;
  if (!is(key->Buffer, "Settings") || *size != 4) return WRONG_CALL;
  /* the second letter, so that a test can tell the two functions apart */
  *type = name->Buffer[1] == 'B' ? 3 : 0;
  return answer(name->Buffer[1] == 'B' ? 'T' : name->Buffer[1], value);
}
#endif

static int opened = -1;

void *CreateFileW(const uint16_t *path, uint32_t access, uint32_t share, void *security, uint32_t disposition,
                  uint32_t flags, void *template) {
  char name[4096];
  size_t i = 0;
  for (; path[i] && i < sizeof name - 1; i++) name[i] = (char)path[i];
  name[i] = 0;
  if (access != 0x80000000u || share != 1 || security || disposition != 3 || flags || template) return (void *)-1;
  opened = open(name, O_RDONLY);
  return opened < 0 ? (void *)-1 : (void *)(intptr_t)(opened + 0x10000);
}

int32_t CloseHandle(void *handle) {
  return close((int)(intptr_t)handle - 0x10000) == 0;
}

#ifdef FILE_CHECK
HRESULT WldpCanExecuteFile(const GUID *host, int32_t options, void *handle, const uint16_t *audit, int32_t *result) {
  static const GUID javascript = {0x5629F0D5, 0x1CCA, 0x4FED, {0xA1, 0xA3, 0x36, 0xA8, 0xC1, 0x8D, 0x74, 0xC0}};
  char first = 0;
  if (memcmp(host, &javascript, sizeof javascript) || options != 0 || !is(audit, "ambit")) return WRONG_CALL;
  if (pread((int)(intptr_t)handle - 0x10000, &first, 1, 0) != 1) return FAILED;
  switch (first) {
    case 'a': *result = 1; return 0;
    case 'b': *result = 0; return 0;
    case 's': *result = 2; return 0;
    case 'o': *result = 1; return 1;
    default: return FAILED;
  }
}
#endif
