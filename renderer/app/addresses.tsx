import { Popover, UnstyledButton } from "@mantine/core";
import type { HostView } from "../../simulator/api/index.ts";
import { addressTitle } from "../shared/format/address-title.ts";
import { CopyButton } from "../shared/widgets/copy-button.tsx";
import styles from "./status-bar.module.css";

/** Where the host listens: one word in the bar, every address with a copy button behind it. */
export function Addresses({ addresses }: { readonly addresses: HostView["addresses"] }) {
  const [first] = addresses;
  if (first === undefined) return <span>no port open</span>;
  const hosts = [...new Set(addresses.map(({ url }) => new URL(url).host))];
  return (
    <Popover
      position="top-start"
      shadow="none"
      radius={3}
      withinPortal
      transitionProps={{ duration: 0 }}
      trapFocus
    >
      <Popover.Target>
        <UnstyledButton className={styles.action}>
          listening{" "}
          {hosts.map((host) => (
            <code key={host} className={styles.ink}>
              {host}{" "}
            </code>
          ))}
          ▴
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.addresses}>
        <dl>
          {addresses.map(({ name, url }) => (
            <div key={url} className={styles.address}>
              <dt>{addressTitle(name)}</dt>
              <dd>
                <code>{url}</code>
                <CopyButton text={url} label={`Copy the address of ${addressTitle(name)}`} />
              </dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
