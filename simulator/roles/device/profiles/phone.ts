import type { DeviceProfile } from "./profile.ts";

/** An ordinary telephone: standard objects, settings, firmware update, diagnostics and a vendor's own nodes. */
export const phone: DeviceProfile = {
  id: "phone",
  title: "Phone",
  description: "A telephone with settings, firmware update and diagnostics.",
  devInfo: {
    Man: "Example Labs",
    Mod: "Bench-1",
    DmV: "1.2",
    Lang: "en-US",
    Ext: { Colour: "graphite" },
  },
  devDetail: {
    URI: { MaxDepth: "16", MaxTotLen: "512", MaxSegLen: "64" },
    DevTyp: "phone",
    OEM: "Example Labs",
    FwV: "1.0.3",
    SwV: "5.2.0",
    HwV: "rev-B",
    LrgObj: "true",
    Ext: { Memory: { Total: "4194304", Free: "2883584" }, Battery: { Level: "82" } },
  },
  accountName: "Main",
  rootAcl: "Add={serverId}&Delete={serverId}&Exec={serverId}&Get=*&Replace={serverId}",
  nodes: {
    Inbox: { children: {}, access: "Add" },
    Settings: {
      access: "Add Get",
      children: {
        Ring: { value: "Classic", access: "Get Replace" },
        Volume: { format: "int", value: "5", access: "Get Replace" },
        Locked: { format: "bool", value: "false", access: "Get Replace" },
        Homepage: { value: "http://example.com/", access: "Get Replace" },
        Wallpaper: { format: "bin", value: "R0lGODlhAQABAAAAACw=", type: "image/gif", access: "Get Replace" },
        Ping: {
          access: "Get",
          children: {
            Enabled: { format: "bool", value: "true", access: "Get Replace" },
            Interval: { format: "int", value: "300", access: "Get Replace" },
          },
        },
        Wifi: { access: "Add Get", children: {} },
        Bookmarks: {
          access: "Add Get",
          children: {
            News: { value: "http://news.example.com/", scope: "dynamic", access: "Copy Delete Get Replace" },
          },
        },
      },
    },
    FwUpdate: {
      access: "Get",
      children: {
        Pkg1: {
          type: "urn:oma:mo:oma-fumo:1.0",
          access: "Get",
          children: {
            PkgName: { value: "Bench-1 firmware", access: "Get Replace" },
            PkgVersion: { value: "1.0.3", access: "Get Replace" },
            Download: { access: "Exec Get", children: { PkgURL: { access: "Get Replace" } } },
            Update: { access: "Exec Get", children: { PkgData: { format: "bin", access: "Replace" } } },
            DownloadAndUpdate: { access: "Exec Get", children: { PkgURL: { access: "Get Replace" } } },
            State: { format: "int", value: "10" },
          },
        },
      },
    },
    DiagMon: {
      access: "Get",
      children: {
        Battery: {
          type: "urn:oma:mo:oma-diag:batteryinfo:1.0",
          access: "Get",
          children: {
            Status: { format: "int", value: "10" },
            DiagMonConfig: {
              children: {
                ConfigParams: { children: { Period: { format: "int", value: "60", access: "Get Replace" } } },
              },
            },
            DiagMonData: {
              children: {
                Level: { format: "int", value: "82" },
                Temperature: { format: "float", value: "27.5" },
              },
            },
            Operations: {
              children: {
                Start: { format: "null", access: "Exec Get" },
                Stop: { format: "null", access: "Exec Get" },
              },
            },
          },
        },
      },
    },
    Vendor: {
      access: "Add Get",
      children: {
        Serial: { value: "EL-000001" },
        Blob: { format: "bin", value: "", type: "application/octet-stream", access: "Get Replace" },
        Reboot: { format: "null", access: "Exec Get" },
      },
    },
  },
  execs: {
    "./FwUpdate/Pkg1/Download": { status: 202 },
    "./FwUpdate/Pkg1/Update": { status: 202 },
    "./FwUpdate/Pkg1/DownloadAndUpdate": { status: 202 },
    "./DiagMon/Battery/Operations/Start": { status: 202 },
  },
  maxMsgSize: 16_384,
  maxObjSize: 1_048_576,
};
