/*
 * The reference of the xml-write benchmark: libwbxml writing its element trees as XML. Reads the messages named on the
 * command line into trees once, then takes lines with a number of messages to write and answers each with the nanoseconds
 * that it took. The library exports its tree functions, but the package ships no header for them: they are declared here.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <wbxml/wbxml.h>

typedef struct WBXMLTree_s WBXMLTree;

typedef struct {
  WBXMLGenXMLType gen_type;
  WBXMLLanguage lang;
  WBXMLCharsetMIBEnum charset;
  WB_UTINY indent;
  WB_BOOL keep_ignorable_ws;
} XmlParameters;

WBXMLError wbxml_tree_from_xml(WB_UTINY *xml, WB_ULONG length, WBXMLTree **tree);
WBXMLError wbxml_tree_to_xml(WBXMLTree *tree, WB_UTINY **xml, WB_ULONG *length, XmlParameters *parameters);

enum { MOST_MESSAGES = 64, LONGEST = 1 << 16 };

static WBXMLTree *read_tree(const char *path) {
  static WB_UTINY text[LONGEST];
  FILE *file = fopen(path, "rb");
  WBXMLTree *tree = NULL;
  if (file == NULL) return NULL;
  size_t length = fread(text, 1, LONGEST, file);
  fclose(file);
  return wbxml_tree_from_xml(text, (WB_ULONG)length, &tree) == WBXML_OK ? tree : NULL;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **paths) {
  WBXMLTree *trees[MOST_MESSAGES];
  int messages = 0;
  for (int index = 1; index < count && messages < MOST_MESSAGES; index++) {
    trees[messages] = read_tree(paths[index]);
    if (trees[messages++] == NULL) {
      fprintf(stderr, "%s is not read\n", paths[index]);
      return 1;
    }
  }
  if (messages == 0) return 1;
  long work;
  while (scanf("%ld", &work) == 1) {
    long long start = now();
    for (long item = 0; item < work; item++) {
      WB_UTINY *xml = NULL;
      WB_ULONG length = 0;
      XmlParameters parameters = {WBXML_GEN_XML_COMPACT, WBXML_LANG_UNKNOWN, WBXML_CHARSET_UNKNOWN, 0, FALSE};
      if (wbxml_tree_to_xml(trees[item % messages], &xml, &length, &parameters) != WBXML_OK || length == 0) return 2;
      free(xml);
    }
    printf("%lld\n", now() - start);
    fflush(stdout);
  }
  return 0;
}
