import { createHash } from "node:crypto";

/*
 * A DM client made of strings with an md5 of its own: it shares nothing with the codec that it talks to.
 */

/** A command of the server as the client sees it. */
export interface ServerCommand {
  readonly name: string;
  readonly cmdId: string;
  readonly targets: readonly string[];
  readonly data: string | undefined;
}

export interface DmAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ForeignDeviceOptions {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly auth: "basic" | "md5" | "none";
  readonly sessionId?: string;
  readonly contentType?: string;
  /** Goes on at the first address whatever the server says. */
  readonly ignoresRespUri?: boolean;
  readonly namespace?: string;
}

const b64md5 = (text: string | Buffer): string => createHash("md5").update(text).digest("base64");

/** Values of the client's tree. */
export type Tree = Map<string, string>;

/** The client of one device, one session at a time. */
export class ForeignDevice {
  readonly tree: Tree = new Map();
  readonly sent: string[] = [];
  /** Nonce of the last challenge, as octets; kept over sessions. */
  nonce: Buffer = Buffer.alloc(0);
  msgId = 0;
  readonly #options: ForeignDeviceOptions;
  #url: string;
  readonly #firstUrl: string;

  constructor(url: string, options: ForeignDeviceOptions) {
    this.#options = options;
    this.#url = url;
    this.#firstUrl = url;
    for (const [node, value] of [
      ["./DevInfo/DevId", options.id],
      ["./DevInfo/Man", "Foreign"],
      ["./DevInfo/Mod", "F-1"],
      ["./DevInfo/DmV", "1.0"],
      ["./DevInfo/Lang", "en"],
    ] as const)
      this.tree.set(node, value);
  }

  /** A whole message with a body; the header carries the credentials unless `cred` says otherwise. */
  message(body: string, cred = this.credentials()): string {
    const { id, username, sessionId = "1", namespace = "SYNCML:SYNCML1.2" } = this.#options;
    return (
      `<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="${namespace}"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>` +
      `<SessionID>${sessionId}</SessionID><MsgID>${this.msgId}</MsgID><Target><LocURI>${this.#url.replaceAll("&", "&amp;")}</LocURI></Target>` +
      `<Source><LocURI>${id}</LocURI><LocName>${username}</LocName></Source>${cred}` +
      `<Meta><MaxMsgSize xmlns="syncml:metinf">16384</MaxMsgSize></Meta></SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`
    );
  }

  /** Cred element for the present nonce. */
  credentials(password = this.#options.password, nonce = this.nonce): string {
    const { auth, username } = this.#options;
    const cred = (type: string, data: string): string =>
      `<Cred><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-${type}</Type></Meta><Data>${data}</Data></Cred>`;
    if (auth === "none") return "";
    if (auth === "basic") return cred("basic", Buffer.from(`${username}:${password}`).toString("base64"));
    return cred("md5", b64md5(Buffer.concat([Buffer.from(`${b64md5(`${username}:${password}`)}:`), nonce])));
  }

  /** Package 1: Alert 1201 and DevInfo. */
  package1(alert = "1201"): string {
    const items = [...this.tree]
      .filter(([node]) => node.startsWith("./DevInfo/"))
      .map(([node, value]) => `<Item><Source><LocURI>${node}</LocURI></Source><Data>${value}</Data></Item>`);
    return (
      `<Alert><CmdID>1</CmdID><Data>${alert}</Data></Alert>` +
      `<Replace><CmdID>2</CmdID>${items.join("")}</Replace>`
    );
  }

  /** Sends a text as it is. */
  async post(text: string): Promise<DmAnswer> {
    const { contentType = "application/vnd.syncml.dm+xml" } = this.#options;
    this.sent.push(text);
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { "content-type": contentType, accept: contentType },
      body: text,
      signal: AbortSignal.timeout(25_000),
    });
    const answer = { status: response.status, headers: response.headers, text: await response.text() };
    const respUri = /<RespURI>([^<]*)</.exec(answer.text)?.[1];
    if (respUri !== undefined && this.#options.ignoresRespUri !== true)
      this.#url = respUri.replaceAll("&amp;", "&");
    const nonce = /<NextNonce[^>]*>([^<]*)</.exec(answer.text)?.[1];
    if (nonce !== undefined) this.nonce = Buffer.from(nonce, "base64");
    return answer;
  }

  /** Sends the next message of the session. */
  send(body: string, cred?: string): Promise<DmAnswer> {
    this.msgId++;
    return this.post(this.message(body, cred));
  }

  /** Begins another session at the first address. */
  begin(): void {
    this.msgId = 0;
    this.#url = this.#firstUrl;
  }

  /** A whole session: Package 1, answers to challenges, and to commands until there are none. */
  async session(): Promise<readonly DmAnswer[]> {
    this.begin();
    const answers = [await this.send(this.package1())];
    for (let round = 0; round < 20; round++) {
      const last = answers.at(-1);
      if (!last || last.status !== 200) return answers;
      const code = headerCode(last.text);
      if (code === "401" || code === "407") {
        if (round >= 2) return answers;
        answers.push(await this.send(this.package1()));
        continue;
      }
      const commands = commandsOf(last.text);
      if (commands.length === 0) return answers;
      answers.push(await this.send(this.answer(last.text, commands)));
    }
    return answers;
  }

  /** Statuses and results for a message of the server; the commands change the tree. */
  answer(text: string, commands: readonly ServerCommand[]): string {
    const msgRef = /<MsgID>(\d+)</.exec(text)?.[1] ?? "1";
    let cmdId = 0;
    const status = (cmdRef: string, name: string, code: number): string =>
      `<Status><CmdID>${++cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdRef}</CmdRef><Cmd>${name}</Cmd><Data>${code}</Data></Status>`;
    let body = status("0", "SyncHdr", 212);
    for (const { name, cmdId: cmdRef, targets, data } of commands) {
      const [target = ""] = targets;
      const value = this.tree.get(target);
      if (name === "Replace" || name === "Add") this.tree.set(target, data ?? "");
      const code = name === "Get" && value === undefined ? 404 : 200;
      body += status(cmdRef, name, code);
      if (name === "Get" && value !== undefined)
        body += `<Results><CmdID>${++cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdRef}</CmdRef><Item><Source><LocURI>${target}</LocURI></Source><Data>${value}</Data></Item></Results>`;
    }
    return body;
  }
}

/** Code of the Status of the header of the last message. */
export function headerCode(text: string): string | undefined {
  return /<Cmd>SyncHdr<\/Cmd>(?:(?!<\/Status>).)*<Data>(\d+)<\/Data>/s.exec(text)?.[1];
}

/** Commands of a message that want an answer. */
export function commandsOf(text: string): readonly ServerCommand[] {
  return [...text.matchAll(/<(Get|Replace|Add|Delete|Exec|Alert)><CmdID>(\d+)<\/CmdID>(.*?)<\/\1>/gs)].map(
    ([, name = "", cmdId = "", rest = ""]) => ({
      name,
      cmdId,
      targets: [...rest.matchAll(/<Target><LocURI>([^<]*)</g)].map(([, target = ""]) => target),
      data: /<Data>([^<]*)</.exec(rest)?.[1],
    }),
  );
}
