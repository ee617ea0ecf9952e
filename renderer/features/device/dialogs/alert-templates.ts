import type { AlertInput } from "../../../../simulator/api/index.ts";

/** A common event report, ready to be changed. */
export interface AlertTemplate {
  readonly id: string;
  readonly title: string;
  readonly alert: AlertInput;
}

/** Event reports of the management objects, and a plain one. The source is where the object usually stands. */
export const alertTemplates: readonly AlertTemplate[] = [
  {
    id: "plain",
    title: "An event of the device",
    alert: {
      type: "urn:example:event:battery-low",
      format: "chr",
      data: "Battery at 5 %",
      mark: "warning",
    },
  },
  {
    id: "fumo-user",
    title: "Firmware: the user asks for an update",
    alert: {
      type: "org.openmobilealliance.dm.firmwareupdate.userrequest",
      format: "chr",
      data: "",
      source: "./FwUpdate",
    },
  },
  {
    id: "fumo-done",
    title: "Firmware: updated (200)",
    alert: {
      type: "org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
      format: "int",
      data: "200",
      source: "./FwUpdate",
    },
  },
  {
    id: "fumo-failed",
    title: "Firmware: the package does not match the device (403)",
    alert: {
      type: "org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
      format: "int",
      data: "403",
      source: "./FwUpdate",
      mark: "warning",
    },
  },
  {
    id: "scomo-done",
    title: "Software: an operation is complete (1200)",
    alert: {
      type: "urn:oma:at:scomo:1.0:OperationComplete",
      format: "xml",
      data: "<ResultCode>1200</ResultCode><Identifier>Pkg1</Identifier>",
      source: "./SCM",
    },
  },
  {
    id: "scomo-failed",
    title: "Software: the installation has failed (1405)",
    alert: {
      type: "urn:oma:at:scomo:1.0:OperationComplete",
      format: "int",
      data: "1405",
      source: "./SCM",
      mark: "warning",
    },
  },
  {
    id: "lawmo-locked",
    title: "Lock and wipe: the device was locked (1200)",
    alert: {
      type: "urn:oma:at:lawmo:1.0:OperationComplete",
      format: "chr",
      data: "1200",
      source: "./LAWMO",
    },
  },
  {
    id: "diagmon-done",
    title: "Diagnostics: a function has ended (200)",
    alert: {
      type: "urn:oma:at:diagmon:1.0:OperationComplete",
      format: "int",
      data: "200",
      source: "./DiagMon",
    },
  },
  {
    id: "diagmon-trap",
    title: "Diagnostics: a trap has fired",
    alert: {
      type: "urn:oma:at:diagmon:1.0:TrapNotification",
      format: "chr",
      data: "",
      source: "./Traps",
    },
  },
  {
    id: "client-event",
    title: "Client event (Alert 1224)",
    alert: { code: 1224, type: "com.example.event", format: "chr", data: "started" },
  },
];
