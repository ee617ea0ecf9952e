/*
 * The reference of the wbxml benchmarks: libwbxml between WBXML and its element trees. Takes `decode` or `encode` and the
 * names of documents, then lines with a number of documents to decode, or of trees to encode, and answers each with the
 * nanoseconds that it took. The library exports its tree functions, but the package ships no header for them: they are
 * declared here.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wbxml/wbxml.h>

typedef struct WBXMLTree_s WBXMLTree;

WBXMLError wbxml_tree_from_wbxml(WB_UTINY *wbxml, WB_ULONG length, WBXMLLanguage language, WBXMLCharsetMIBEnum charset,
                                 WBXMLTree **tree);
WBXMLError wbxml_tree_to_wbxml(WBXMLTree *tree, WB_UTINY **wbxml, WB_ULONG *length, WBXMLGenWBXMLParams *parameters);
void wbxml_tree_destroy(WBXMLTree *tree);

enum { MOST_MESSAGES = 64, LONGEST = 1 << 16 };

typedef struct {
  WB_UTINY octets[LONGEST];
  WB_ULONG length;
  WBXMLTree *tree;
} Message;

static Message messages[MOST_MESSAGES];

static WBXMLTree *decoded(Message *message) {
  WBXMLTree *tree = NULL;
  WBXMLError error = wbxml_tree_from_wbxml(message->octets, message->length, WBXML_LANG_UNKNOWN, WBXML_CHARSET_UNKNOWN, &tree);
  return error == WBXML_OK ? tree : NULL;
}

static int decode(Message *message) {
  WBXMLTree *tree = decoded(message);
  if (tree == NULL) return 0;
  wbxml_tree_destroy(tree);
  return 1;
}

static int encode(Message *message) {
  WB_UTINY *wbxml = NULL;
  WB_ULONG length = 0;
  WBXMLGenWBXMLParams parameters = {WBXML_VERSION_13, FALSE, FALSE, FALSE};
  if (wbxml_tree_to_wbxml(message->tree, &wbxml, &length, &parameters) != WBXML_OK || length == 0) return 0;
  free(wbxml);
  return 1;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **arguments) {
  if (count < 3) return 1;
  int (*work)(Message *) = strcmp(arguments[1], "encode") == 0 ? encode : decode;
  int number = 0;
  for (int index = 2; index < count && number < MOST_MESSAGES; index++) {
    FILE *file = fopen(arguments[index], "rb");
    if (file == NULL) return 1;
    Message *message = &messages[number++];
    message->length = (WB_ULONG)fread(message->octets, 1, LONGEST, file);
    fclose(file);
    message->tree = decoded(message);
    if (message->tree == NULL) {
      fprintf(stderr, "%s is not read\n", arguments[index]);
      return 1;
    }
  }
  long items;
  while (scanf("%ld", &items) == 1) {
    long long start = now();
    for (long item = 0; item < items; item++)
      if (!work(&messages[item % number])) return 2;
    printf("%lld\n", now() - start);
    fflush(stdout);
  }
  return 0;
}
