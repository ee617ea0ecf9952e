import type { MessageView } from "./message-view.ts";
import { notificationView } from "./notification-view.ts";
import { octetsView } from "./octets-view.ts";
import { soapView } from "./soap-view.ts";
import { syncmlView } from "./syncml-view.ts";
import { wbxmlView } from "./wbxml-view.ts";
import { xmlView } from "./xml-view.ts";

/** All views on messages, in the order in which they are asked; the last takes everything. */
export const messageViews: readonly MessageView[] = [
  syncmlView,
  soapView,
  notificationView,
  wbxmlView,
  xmlView,
  octetsView,
];
