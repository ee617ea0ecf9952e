import { EventEmitter } from "node:events";

/*
 * Stands in for the module `electron` in tests of the shell: what the shell calls is recorded, what Electron
 * would report is emitted by the test. Only what the shell uses is here.
 */

/** One end of a channel. */
export class FakePort {
  readonly channel: number;
  readonly end: 1 | 2;

  constructor(channel: number, end: 1 | 2) {
    this.channel = channel;
    this.end = end;
  }
}

let channels = 0;

export class MessageChannelMain {
  readonly port1: FakePort;
  readonly port2: FakePort;

  constructor() {
    channels += 1;
    this.port1 = new FakePort(channels, 1);
    this.port2 = new FakePort(channels, 2);
  }
}

/** A host process as `utilityProcess.fork` returns it. */
export class FakeUtilityProcess extends EventEmitter {
  readonly modulePath: string;
  readonly args: readonly string[];
  readonly received: { message: unknown; ports: readonly FakePort[] }[] = [];
  isKilled = false;

  constructor(modulePath: string, args: readonly string[]) {
    super();
    this.modulePath = modulePath;
    this.args = args;
  }

  postMessage(message: unknown, ports: readonly FakePort[] = []): void {
    this.received.push({ message, ports });
  }

  kill(): boolean {
    this.isKilled = true;
    return true;
  }
}

export const utilityProcess = {
  forked: [] as FakeUtilityProcess[],
  fork(modulePath: string, args: readonly string[]): FakeUtilityProcess {
    const child = new FakeUtilityProcess(modulePath, args);
    utilityProcess.forked.push(child);
    return child;
  },
};

class FakeApp extends EventEmitter {
  hasLock = true;
  isSandboxed = false;
  isPackaged = false;
  quits = 0;

  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }

  enableSandbox(): void {
    this.isSandboxed = true;
  }

  getVersion(): string {
    return "0.0.0";
  }

  whenReady(): Promise<void> {
    return Promise.resolve();
  }

  quit(): void {
    this.quits += 1;
  }
}

export const app = new FakeApp();

export const ipcMain = new EventEmitter();

export class FakeWebContents extends EventEmitter {
  readonly sent: { channel: string; content: unknown }[] = [];
  reloads = 0;
  openHandler: ((details: { url: string }) => { action: string }) | undefined;

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }

  send(channel: string, content: unknown): void {
    this.sent.push({ channel, content });
  }

  reload(): void {
    this.reloads += 1;
  }
}

/** The options that the shell's tests look at. */
export interface FakeWindowOptions {
  readonly show?: boolean;
  readonly webPreferences?: Readonly<Record<string, unknown>>;
}

export class BrowserWindow extends EventEmitter {
  static opened: BrowserWindow[] = [];
  readonly webContents = new FakeWebContents();
  readonly options: FakeWindowOptions;
  readonly loaded: string[] = [];
  isShown = false;
  isFocused = false;
  isClosed = false;
  minimized = false;

  constructor(options: FakeWindowOptions) {
    super();
    this.options = options;
    BrowserWindow.opened.push(this);
    app.emit("web-contents-created", {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.opened.filter((window) => !window.isClosed);
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return Promise.resolve();
  }

  show(): void {
    this.isShown = true;
  }

  focus(): void {
    this.isFocused = true;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  restore(): void {
    this.minimized = false;
  }

  close(): void {
    this.isClosed = true;
  }
}

export const protocol = {
  privileged: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]): void {
    protocol.privileged.push(...schemes);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void {
    protocol.handlers.set(scheme, handler);
  },
};

type Decide<T> = (decision: T) => void;

export class FakeSession extends EventEmitter {
  requestHandler: ((contents: unknown, permission: string, decide: Decide<boolean>) => void) | undefined;
  checkHandler: ((contents: unknown, permission: string) => boolean) | undefined;
  deviceHandler: (() => boolean) | undefined;
  beforeRequest: ((request: { url: string }, decide: Decide<{ cancel: boolean }>) => void) | undefined;

  readonly webRequest = {
    onBeforeRequest: (
      listener: (request: { url: string }, decide: Decide<{ cancel: boolean }>) => void,
    ): void => {
      this.beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: FakeSession["requestHandler"]): void {
    this.requestHandler = handler;
  }

  setPermissionCheckHandler(handler: FakeSession["checkHandler"]): void {
    this.checkHandler = handler;
  }

  setDevicePermissionHandler(handler: FakeSession["deviceHandler"]): void {
    this.deviceHandler = handler;
  }
}

export const session = { defaultSession: new FakeSession() };

export const nativeTheme = { shouldUseDarkColors: false };

export const dialog = {
  /** Which button the person presses. */
  response: 0,
  shown: [] as unknown[],
  showMessageBox(_window: BrowserWindow, options: unknown): Promise<{ response: number }> {
    dialog.shown.push(options);
    return Promise.resolve({ response: dialog.response });
  },
};

/** An entry of a menu as the shell describes it. */
export interface FakeMenuItem {
  readonly role?: string;
  readonly label?: string;
  readonly submenu?: readonly FakeMenuItem[];
}

export const Menu = {
  installed: undefined as readonly FakeMenuItem[] | undefined,
  buildFromTemplate(template: readonly FakeMenuItem[]): readonly FakeMenuItem[] {
    return template;
  },
  setApplicationMenu(menu: readonly FakeMenuItem[]): void {
    Menu.installed = menu;
  },
};

/** The preload's side. */
export const ipcRenderer = Object.assign(new EventEmitter(), {
  sent: [] as string[],
  send(channel: string): void {
    ipcRenderer.sent.push(channel);
  },
});

/** Puts everything back as a new process finds it. */
export function resetFakeElectron(): void {
  app.removeAllListeners();
  Object.assign(app, { hasLock: true, isSandboxed: false, isPackaged: false, quits: 0 });
  ipcMain.removeAllListeners();
  ipcRenderer.removeAllListeners();
  ipcRenderer.sent = [];
  utilityProcess.forked = [];
  BrowserWindow.opened = [];
  protocol.privileged = [];
  protocol.handlers.clear();
  session.defaultSession = new FakeSession();
  nativeTheme.shouldUseDarkColors = false;
  dialog.response = 0;
  dialog.shown = [];
  Menu.installed = undefined;
}
