import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { EntryLink, EntryView, ReferenceView } from "../../../simulator/api/index.ts";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { SectionCaption } from "../../shared/widgets/pane.tsx";
import { changeRegistryUi } from "../../state/registry-ui.ts";
import styles from "./registry.module.css";

/** Texts, addresses and publisher of an entry. */
export function Facts({
  entry,
  urls,
}: {
  readonly entry: EntryView;
  readonly urls: { readonly inquiry: string; readonly publish: string };
}) {
  const { names, descriptions, accessPoint, wsdl, discoveryUrls, contacts, owner } = entry;
  return (
    <dl className={styles.facts}>
      {names.map(({ text, lang }) => (
        <Fact key={`${lang ?? ""}${text}`} title={lang === undefined ? "Name" : `Name (${lang})`}>
          {text}
        </Fact>
      ))}
      {descriptions.map(({ text, lang }) => (
        <Fact
          key={`${lang ?? ""}${text}`}
          title={lang === undefined ? "Description" : `Description (${lang})`}
        >
          {text}
        </Fact>
      ))}
      {accessPoint !== undefined && (
        <Fact title="Access point">
          <Copied text={accessPoint.url} label="Copy the access point" />{" "}
          <span className="caption">{accessPoint.type}</span>
        </Fact>
      )}
      {wsdl !== undefined && (
        <Fact title="WSDL">
          <Copied text={wsdl} label="Copy the address of the WSDL" />
        </Fact>
      )}
      {accessPoint !== undefined && (
        <>
          <Fact title="Inquiry">
            <Copied text={urls.inquiry} label="Copy the address for inquiries" />
          </Fact>
          <Fact title="Publish">
            <Copied text={urls.publish} label="Copy the address for publishing" />
          </Fact>
        </>
      )}
      {discoveryUrls.map(({ url, useType }) => (
        <Fact key={url} title={`Discovery URL${useType === "" ? "" : ` (${useType})`}`}>
          <Copied text={url} label="Copy the discovery URL" />
        </Fact>
      ))}
      {contacts.map(({ name, about }) => (
        <Fact key={`${name}${about}`} title="Contact">
          {name} <span className="muted">{about}</span>
        </Fact>
      ))}
      <Fact title="Publisher">
        {owner}{" "}
        <span className="muted">
          saved {dateOf(entry.created)}
          {entry.modified !== entry.created && `, changed ${dateOf(entry.modified)}`}
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Copied({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className={styles.copied}>
      <span className="data clip" title={text}>
        {text}
      </span>
      <CopyButton text={text} label={label} />
    </span>
  );
}

/** Keys of an entry and of what holds it, in both versions. */
export function Keys({ entry }: { readonly entry: EntryView }) {
  return (
    <>
      <SectionCaption>Keys</SectionCaption>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" style={{ width: 96 }}>
              entry
            </th>
            <th scope="col" style={{ width: entry.kind === "tModel" ? 342 : 306 }}>
              UDDI 2.0
            </th>
            <th scope="col">UDDI 3.0</th>
          </tr>
        </thead>
        <tbody>
          {entry.keys.map(({ title, uddi2, uddi3 }) => (
            <tr key={title}>
              <td>{title}</td>
              <td>
                <Copied text={uddi2} label={`Copy the ${title} of UDDI 2`} />
              </td>
              <td>
                <Copied text={uddi3} label={`Copy the ${title} of UDDI 3`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What a binding implements. */
export function Models({
  entry,
  onOpen,
}: {
  readonly entry: EntryView;
  readonly onOpen: (link: EntryLink) => void;
}) {
  if (entry.models.length === 0) return undefined;
  return (
    <>
      <SectionCaption>tModels of this binding</SectionCaption>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">tModel</th>
            <th scope="col">overview document</th>
            <th scope="col">categories</th>
          </tr>
        </thead>
        <tbody>
          {entry.models.map(({ id, name, documents, categories, parameters }) => (
            <tr key={id ?? name}>
              <td className="clip" title={name}>
                {id === undefined ? name : <LinkTo link={{ id, kind: "tModel", name }} onOpen={onOpen} />}{" "}
                <span className="muted">{parameters}</span>
              </td>
              <td className="data clip" title={documents.join("\n")}>
                {documents.join(", ")}
              </td>
              <td className="clip" title={categories.join("\n")}>
                {categories.join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Documents of a tModel. */
export function Documents({ entry }: { readonly entry: EntryView }) {
  if (entry.documents.length === 0) return undefined;
  return (
    <>
      <SectionCaption>Overview documents</SectionCaption>
      <ul className={styles.links}>
        {entry.documents.map(({ url = "", descriptions }) => (
          <li key={url}>
            {url !== "" && <Copied text={url} label="Copy the address of the document" />}
            <span className="muted clip">{descriptions.map(({ text }) => text).join(" ")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Categories or identifiers, their tModels by name. */
export function References({
  title,
  references,
  run,
}: {
  readonly title: string;
  readonly references: readonly ReferenceView[];
  readonly run: string;
}) {
  if (references.length === 0) return undefined;
  return (
    <>
      <SectionCaption>{title}</SectionCaption>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">taxonomy</th>
            <th scope="col">meaning</th>
            <th scope="col">value</th>
          </tr>
        </thead>
        <tbody>
          {references.map(({ id, taxonomy, keyName, keyValue, valueName, group }) => (
            <tr key={`${group ?? ""} ${taxonomy} ${keyName ?? ""} ${keyValue}`}>
              <td className="clip" title={group === undefined ? taxonomy : `${taxonomy}, in ${group}`}>
                {id === undefined ? (
                  taxonomy
                ) : (
                  <LinkTo
                    link={{ id, kind: "tModel", name: taxonomy }}
                    onOpen={(link) => {
                      changeRegistryUi(run, { entry: link.id });
                    }}
                  />
                )}{" "}
                {group !== undefined && <span className="caption">in {group}</span>}
              </td>
              <td className="clip">{keyName}</td>
              <td className="data clip" title={keyValue}>
                {valueName ?? keyValue}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Entries that it leads to. */
export function Links({
  title,
  links,
  total,
  onOpen,
}: {
  readonly title: string;
  readonly links: readonly EntryLink[];
  readonly total: number;
  readonly onOpen: (link: EntryLink) => void;
}) {
  if (total === 0) return undefined;
  return (
    <>
      <SectionCaption aside={total > links.length ? `${links.length} of ${total}` : total}>
        {title}
      </SectionCaption>
      <ul className={styles.links}>
        {links.map((link) => (
          <li key={link.id}>
            <LinkTo link={link} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What publishers say of the relation between businesses. */
export function Assertions({
  entry,
  onOpen,
}: {
  readonly entry: EntryView;
  readonly onOpen: (link: EntryLink) => void;
}) {
  if (entry.assertions.length === 0) return undefined;
  return (
    <>
      <SectionCaption>Assertions</SectionCaption>
      <ul className={styles.links}>
        {entry.assertions.map(({ from, to, relation, by, complete }) => (
          <li key={`${from.id} ${to.id} ${relation}`}>
            <LinkTo link={from} onOpen={onOpen} /> <span className="muted">→</span>{" "}
            <LinkTo link={to} onOpen={onOpen} /> <span className="clip">{relation}</span>
            <span className="caption">
              {complete ? "complete" : "incomplete"}, by {by.join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Leads to another entry. */
export function LinkTo({
  link,
  onOpen,
}: {
  readonly link: EntryLink;
  readonly onOpen: (link: EntryLink) => void;
}) {
  return (
    <UnstyledButton
      className={styles.link}
      onClick={() => {
        onOpen(link);
      }}
    >
      {link.name}
    </UnstyledButton>
  );
}

function dateOf(date: number): string {
  return new Date(date).toISOString().slice(0, 19).replace("T", " ");
}
