import { NativeSelect, SegmentedControl } from "@mantine/core";
import type { ConsoleSystem, Sending } from "../../../simulator/api/index.ts";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { RoleGlyph } from "../../shared/widgets/glyph.tsx";
import { consoleUi } from "../../state/console-ui.ts";
import styles from "./console.module.css";

/** As whom, to which address, and with what: the two rows above the form. */
export function SenderBar({
  run,
  systems,
  system,
  sending,
}: {
  readonly run: string;
  readonly systems: readonly ConsoleSystem[];
  readonly system: ConsoleSystem;
  readonly sending: Sending;
}) {
  const set = (change: Partial<Sending>) => {
    consoleUi(run).update((now) => ({ ...now, sending: { ...sending, ...change } }));
  };
  const { credentials, addressing } = sending;
  const scheme = credentials.scheme ?? (system.scheme === "none" ? "basic" : system.scheme);
  return (
    <>
      <div className={styles.sender}>
        <label htmlFor="console-system" className="caption">
          as
        </label>
        {/* The role of a party, not an ARIA role. */}
        {/* oxlint-disable-next-line jsx-a11y/aria-role */}
        <RoleGlyph role="external-system" />
        <NativeSelect
          id="console-system"
          value={system.id}
          data={systems.map(({ id, name }) => ({ value: id, label: name === id ? id : `${id} · ${name}` }))}
          onChange={({ currentTarget }) => {
            consoleUi(run).update((now) => ({ ...now, system: currentTarget.value }));
          }}
        />
        <span className="caption">to</span>
        <span className={styles.address} title={system.endpoint}>
          {system.endpoint}
        </span>
        <CopyButton text={system.endpoint} label="Copy the address" />
        <span className="caption">WSDL</span>
        <CopyButton text={system.wsdl} label="Copy the address of the WSDL" />
      </div>
      <div className={styles.options}>
        <SegmentedControl
          aria-label="SOAP version"
          value={sending.soapVersion}
          onChange={(next) => {
            set({ soapVersion: next === "1.2" ? "1.2" : "1.1" });
          }}
          data={[
            { value: "1.1", label: "SOAP 1.1" },
            { value: "1.2", label: "1.2" },
          ]}
        />
        <span className={styles.option}>
          <label htmlFor="console-credentials" className="caption">
            credentials
          </label>
          <NativeSelect
            id="console-credentials"
            value={credentials.who}
            onChange={({ currentTarget }) => {
              set({ credentials: { ...credentials, who: asWho(currentTarget.value) } });
            }}
            data={[
              { value: "own", label: system.username === "" ? "its own" : `its own (${system.username})` },
              { value: "none", label: "none" },
              { value: "wrong-password", label: "wrong password" },
              { value: "typed", label: "typed by hand" },
            ]}
          />
        </span>
        {credentials.who !== "none" && (
          <NativeSelect
            aria-label="Scheme of the credentials"
            title="HTTP Basic, or a UsernameToken of WS-Security with the password as text or digest"
            value={scheme}
            onChange={({ currentTarget }) => {
              set({ credentials: { ...credentials, scheme: asScheme(currentTarget.value) } });
            }}
            data={[
              { value: "basic", label: "HTTP Basic" },
              { value: "username-token", label: "Token, text" },
              { value: "username-token-digest", label: "Token, digest" },
            ]}
          />
        )}
        {credentials.who === "typed" && (
          <>
            <input
              type="text"
              className={styles.typed}
              aria-label="User name"
              placeholder="user name"
              autoComplete="off"
              value={credentials.username ?? ""}
              onChange={({ currentTarget }) => {
                set({ credentials: { ...credentials, username: currentTarget.value } });
              }}
            />
            <input
              type="password"
              className={styles.typed}
              aria-label="Password"
              placeholder="password"
              autoComplete="new-password"
              value={credentials.password ?? ""}
              onChange={({ currentTarget }) => {
                set({ credentials: { ...credentials, password: currentTarget.value } });
              }}
            />
          </>
        )}
        <span className={styles.option}>
          <label htmlFor="console-addressing" className="caption">
            addressing
          </label>
          <NativeSelect
            id="console-addressing"
            value={addressing.use}
            onChange={({ currentTarget }) => {
              const use = asAddressing(currentTarget.value);
              const replyTo = addressing.replyTo ?? system.callback;
              set({ addressing: use === "reply-to" ? { use, replyTo } : { ...addressing, use } });
            }}
            data={[
              { value: "default", label: "MessageID" },
              { value: "reply-to", label: "with ReplyTo" },
              { value: "off", label: "off" },
            ]}
          />
        </span>
        {addressing.use === "reply-to" && (
          <input
            type="text"
            className={`${styles.typed ?? ""} ${styles.replyTo ?? ""}`}
            aria-label="Address of ReplyTo"
            autoComplete="off"
            spellCheck={false}
            value={addressing.replyTo ?? ""}
            onChange={({ currentTarget }) => {
              set({ addressing: { use: "reply-to", replyTo: currentTarget.value } });
            }}
          />
        )}
      </div>
    </>
  );
}

function asWho(value: string): Sending["credentials"]["who"] {
  return value === "none" || value === "wrong-password" || value === "typed" ? value : "own";
}

function asScheme(value: string): "basic" | "username-token" | "username-token-digest" {
  return value === "username-token" || value === "username-token-digest" ? value : "basic";
}

function asAddressing(value: string): Sending["addressing"]["use"] {
  return value === "off" || value === "reply-to" ? value : "default";
}
