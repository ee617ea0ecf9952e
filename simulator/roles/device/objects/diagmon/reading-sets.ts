import type { DiagnosticsFunction } from "../object-spec.ts";
import type { Reading } from "./reading.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** A diagnostics function as it comes: its registered id, its name, and what it measures. */
export interface FunctionDescription {
  readonly type: string;
  readonly title: string;
  readonly readings: Readonly<Record<string, Reading>>;
}

const wander = (low: number, high: number, pace: number, decimals = 1): Reading => ({
  shape: "wander",
  low,
  high,
  pace,
  decimals,
});
const whole = (low: number, high: number, pace: number): Reading => ({
  shape: "wander",
  format: "int",
  low,
  high,
  pace,
});

/** The functions with readings of their own. Leaf names are ours: the specification's are not public. */
export const diagnosticsFunctions: Readonly<Record<DiagnosticsFunction, FunctionDescription>> = {
  battery: {
    type: "urn:oma:mo:oma-diag:batteryinfo:1.0",
    title: "Battery",
    readings: {
      /** Percent. */
      Level: { shape: "cycle", format: "int", from: 100, to: 14, pace: 1.3 * DAY },
      /** Millivolts. */
      Voltage: whole(3_550, 4_180, 6 * HOUR),
      /** Degrees Celsius. */
      Temperature: wander(18, 41, 3 * HOUR),
    },
  },
  memory: {
    type: "urn:oma:mo:oma-diag:memory:1.0",
    title: "Memory",
    readings: {
      /** Kibibytes. */
      Total: { shape: "script", format: "int", values: ["4194304"] },
      Available: whole(610_000, 2_900_000, 2 * HOUR),
      /** Percent. */
      CpuLoad: whole(2, 88, 10 * MINUTE),
    },
  },
  radio: {
    type: "urn:oma:mo:oma-diag:RFParms_3GPP_LTE:1.0",
    title: "Radio",
    readings: {
      /** dBm. */
      RSRP: whole(-121, -76, 20 * MINUTE),
      /** dB. */
      RSRQ: wander(-17, -4, 20 * MINUTE),
      /** dBm. */
      RSSI: whole(-97, -52, 20 * MINUTE),
      /** dB. */
      SINR: wander(-4, 24, 15 * MINUTE),
      CellId: {
        shape: "script",
        format: "int",
        values: ["20451", "20451", "20452", "20451"],
        pace: 17 * MINUTE,
      },
    },
  },
  temperature: {
    type: "urn:oma:mo:oma-diag:sensorinfo:1.0",
    title: "Temperature",
    readings: {
      /** Degrees Celsius. */
      Board: wander(21, 64, 40 * MINUTE),
      Ambient: wander(12, 31, 8 * HOUR),
    },
  },
  "call-drops": {
    type: "urn:oma:mo:oma-diag:DataCallAndDataSession:1.0",
    title: "Calls",
    readings: {
      Calls: { shape: "count", pace: 2 * HOUR },
      DroppedCalls: { shape: "count", pace: 31 * HOUR },
      LastCause: {
        shape: "script",
        values: ["none", "radio link failure", "handover failure"],
        pace: 31 * HOUR,
      },
    },
  },
  location: {
    type: "urn:oma:mo:oma-diag:devicelocation:1.0",
    title: "Location",
    readings: {
      /** Degrees, WGS 84. */
      Latitude: wander(52.48, 52.55, 5 * HOUR, 6),
      Longitude: wander(13.32, 13.49, 5 * HOUR, 6),
      /** Metres. */
      Accuracy: whole(4, 65, 10 * MINUTE),
    },
  },
  restart: {
    type: "urn:oma:mo:oma-diag:restart:1.0",
    title: "Restart",
    readings: {
      Restarts: { shape: "count", start: 3, pace: 2.6 * DAY, window: 30 * DAY },
      LastReason: { shape: "script", values: ["user", "update", "watchdog", "user"], pace: 2.6 * DAY },
    },
  },
};
