/** A node as a description has it, as far as people are told of it. The key `<X>` of children = named at run time. */
export interface DescribedNode {
  readonly doc: string;
  readonly occurs: string;
  readonly children?: Readonly<Record<string, DescribedNode>> | undefined;
}

type Children = Readonly<Record<string, DescribedNode>>;

const one = (doc: string, children?: Children): DescribedNode => ({ doc, occurs: "One", children });
const optional = (doc: string, children?: Children): DescribedNode => ({
  doc,
  occurs: "ZeroOrOne",
  children,
});
const several = (doc: string, children?: Children): DescribedNode => ({
  doc,
  occurs: "ZeroOrMore",
  children,
});

const ext = { Ext: optional("Nodes of the vendor.") };

const firmware = several("Firmware Update Management Object: one update package.", {
  PkgName: optional("Name of the update package."),
  PkgVersion: optional("Version of the update package."),
  Download: optional("Exec starts the download of the package.", {
    PkgURL: one("Address of the package or of its download descriptor."),
  }),
  Update: optional("Exec installs the package that is present.", {
    PkgData: optional("The package itself, sent as a large object. It cannot be read."),
  }),
  DownloadAndUpdate: optional("Exec downloads the package and installs it.", {
    PkgURL: one("Address of the package or of its download descriptor."),
  }),
  State: one(
    "Where the update stands: 10 idle, 20 download failed, 30 downloading, 40 downloaded, 50 ready to update, 60 updating, 70 and 80 update failed, 90 and 100 updated.",
  ),
  ...ext,
});

const packageFacts = {
  PkgID: one("Identifier of the package."),
  Name: optional("Name of the package."),
  InstallParams: optional("Parameters for the installation."),
  Description: optional("What the package is."),
  EnvType: optional("Environment that the software runs in."),
  PkgType: optional("Content type of the package."),
};

const software = several("Software Component Management Object.", {
  Download: one("Packages to be fetched.", {
    "<X>": several("A package to be fetched.", {
      ...packageFacts,
      PkgURL: one("Address of the package or of its download descriptor."),
      Status: one(
        "10 idle, 20 download failed, 30 downloading, 40 downloaded, 50 installing, 60 and 70 installation failed.",
      ),
      Operations: one("What can be done with the package.", {
        Download: optional("Exec fetches the package."),
        DownloadInstall: optional("Exec fetches and installs the package; its components are active."),
        DownloadInstallInactive: optional(
          "Exec fetches and installs the package; its components are inactive.",
        ),
        ...ext,
      }),
      ...ext,
    }),
  }),
  Inventory: one("What is on the device.", {
    Delivered: one("Packages on the device.", {
      "<X>": several("A package on the device.", {
        ...packageFacts,
        Data: optional("The package itself, sent as a large object. It cannot be read."),
        Status: one("10 idle, 20 removal failed, 30 removing, 40 installing, 50 and 60 installation failed."),
        State: one("10 delivered, 20 installed."),
        Operations: one("What can be done with the package.", {
          Install: optional("Exec installs the package; its components are active."),
          InstallInactive: optional("Exec installs the package; its components are inactive."),
          Remove: optional("Exec removes the package."),
          ...ext,
        }),
        ...ext,
      }),
    }),
    Deployed: one("Installed components.", {
      "<X>": several("An installed component.", {
        ID: one("Identifier of the component."),
        PkgIDRef: optional("Package that the component came from."),
        Name: optional("Name of the component."),
        Version: optional("Version of the component."),
        Description: optional("What the component is."),
        EnvType: optional("Environment that the component runs in."),
        Status: one(
          "10 idle, 20 removal failed, 30 removing, 40 activation failed, 50 activating, 60 deactivation failed, 70 deactivating.",
        ),
        State: one("10 inactive, 20 active."),
        Operations: one("What can be done with the component.", {
          Activate: optional("Exec activates the component."),
          Deactivate: optional("Exec deactivates the component."),
          Remove: optional("Exec removes the component."),
          ...ext,
        }),
        ...ext,
      }),
    }),
  }),
  ...ext,
});

const lock = optional("Lock and Wipe Management Object.", {
  State: one("10 fully locked, 20 partially locked, 30 unlocked."),
  LAWMOConfig: optional("How the object works.", {
    NotifyUser: optional("Whether the user is told of each operation."),
  }),
  AvailableWipeList: optional("What can be wiped.", {
    "<X>": several("Something that can be wiped.", {
      ListItemName: one("Its name."),
      ToBeWiped: one("Whether Wipe takes it."),
    }),
  }),
  Operations: one("What can be done with the device.", {
    FullyLock: optional("Exec locks the device."),
    PartiallyLock: optional("Exec locks parts of the device."),
    UnLock: optional("Exec unlocks the device."),
    FactoryReset: optional("Exec takes the device back to the state of the factory."),
    Wipe: optional("Exec wipes what is marked to be wiped."),
    ...ext,
  }),
  ...ext,
});

const diagnostics = several("Diagnostics and monitoring: one function.", {
  Name: optional("Name of the function."),
  Desc: optional("What the function does."),
  Status: optional("State of the function: 10 idle, 20 running, 30 stopped, 40 failed."),
  DiagMonConfig: optional("Configuration of the function.", {
    ConfigParams: optional("Parameters of the function.", { "<X>": several("A parameter of the function.") }),
    TermSched: optional("When the function ends by itself."),
  }),
  DiagMonData: optional("What the function has collected.", { "<X>": several("A reading.") }),
  Operations: optional("Start and stop of the function.", {
    Start: optional("Exec starts the function."),
    Stop: optional("Exec stops the function."),
    ...ext,
  }),
  ...ext,
});

const trap = several("A trap: it tells when a reading crosses a limit.", {
  TrapID: one("Identifier of the trap."),
  TrapConfig: optional("When the trap fires.", { "<X>": several("A setting of the trap.") }),
  Enabled: optional("Whether the trap is watching."),
  ToRef: optional("Nodes that the device runs when the trap fires.", {
    "<X>": several("One of them.", { ToRefURI: one("Address of the node that is run.") }),
  }),
  ServerIDs: optional("Servers that are told when the trap fires.", {
    "<X>": several("One of them.", { ServerID: one("Identifier of the server.") }),
  }),
  ...ext,
});

const inbox = optional(
  "Inbox: an object that is added here is moved to its place by its identifier. It cannot be read.",
);

/** Descriptions of the management objects that devices have, by the beginnings of their identifiers. */
export const objectDescriptions: readonly {
  readonly types: readonly string[];
  readonly node: DescribedNode;
}[] = [
  { types: ["urn:oma:mo:oma-fumo:"], node: firmware },
  { types: ["urn:oma:mo:oma-scomo:"], node: software },
  { types: ["urn:oma:mo:oma-lawmo:"], node: lock },
  { types: ["urn:oma:mo:oma-diagmontrap:"], node: trap },
  { types: ["urn:oma:mo:oma-diagmon:", "urn:oma:mo:oma-diag:"], node: diagnostics },
  { types: ["urn:oma:mo:oma-dm-inbox:"], node: inbox },
];
