import { bootstrapView } from "./bootstrap-view.ts";
import { devInfView } from "./devinf-view.ts";
import type { MessageView } from "./message-view.ts";
import { mgmtTreeView } from "./mgmt-tree-view.ts";
import { notificationView } from "./notification-view.ts";
import { octetsView } from "./octets-view.ts";
import { soapView } from "./soap-view.ts";
import { syncmlView } from "./syncml-view.ts";
import { wbxmlView } from "./wbxml-view.ts";
import { xmlView } from "./xml-view.ts";

/** All views on messages, in the order in which they are asked; the last takes everything. */
export const messageViews: readonly MessageView[] = [
  notificationView,
  bootstrapView,
  syncmlView,
  soapView,
  mgmtTreeView,
  devInfView,
  wbxmlView,
  xmlView,
  octetsView,
];
