import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { NodeView } from "../../../../simulator/api/index.ts";
import { SectionCaption } from "../../../shared/widgets/pane.tsx";
import { askDevice } from "../../../state/device-actions.tsx";
import type { DevicePlace } from "../../../state/device-ui.ts";
import { aclRights, aclServers, parseAcl, printAcl, withRight } from "./acl-model.ts";
import styles from "./node.module.css";

/** Who may do what with the node: as a table of ticks and as the text that is stored; both are one draft. */
export function AclSection({
  place,
  node,
  unavailable,
}: {
  readonly place: DevicePlace;
  readonly node: NodeView;
  readonly unavailable: string | undefined;
}) {
  const { own, effective, from } = node.acl;
  const [text, setText] = useState(effective);
  const [added, setAdded] = useState<readonly string[]>([]);
  const [refusal, setRefusal] = useState<string>();
  const table = parseAcl(text);
  const isChanged = text !== effective;
  const isFixed = unavailable !== undefined;
  const save = async (acl: string, done: string) => {
    setRefusal(await askDevice(place, { name: "editNode", uri: node.uri, acl }, done));
  };
  const saveText = () => {
    if (!isChanged || isFixed || table === undefined || text.trim() === "") return;
    void save(text.trim(), `The ACL of ${node.name} was changed at the device.`);
  };
  return (
    <section aria-label="Access control">
      <SectionCaption aside={own === "" ? `inherited from ${from}` : "its own"}>
        Access control
      </SectionCaption>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">server</th>
            {aclRights.map((right) => (
              <th key={right} scope="col" className={styles.tick}>
                {right}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {aclServers(table ?? new Map(), added).map((id) => (
            <tr key={id}>
              <th scope="row" className="data">
                {id === "*" ? <span title="Every server">*</span> : id}
              </th>
              {aclRights.map((right) => (
                <td key={right} className={styles.tick}>
                  <input
                    type="checkbox"
                    className={styles.right}
                    aria-label={`${right} for ${id === "*" ? "every server" : id}`}
                    disabled={isFixed || table === undefined}
                    checked={table?.get(id)?.has(right) ?? false}
                    onChange={({ currentTarget }) => {
                      if (table === undefined) return;
                      setText(printAcl(withRight(table, id, right, currentTarget.checked)));
                      if (!added.includes(id)) setAdded([...added, id]);
                      setRefusal(undefined);
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.form}>
        <TextInput
          aria-label="ACL as text"
          value={text}
          readOnly={isFixed}
          spellCheck={false}
          error={
            table === undefined ? "Write it like this: Get=*&Replace=dms.example+other.example" : refusal
          }
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setRefusal(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") saveText();
          }}
        />
        <div className={styles.actions}>
          <Button
            disabled={!isChanged || isFixed || table === undefined || text.trim() === ""}
            title={unavailable}
            onClick={saveText}
          >
            Save the ACL
          </Button>
          <Button
            variant="subtle"
            disabled={!isChanged}
            onClick={() => {
              setText(effective);
              setAdded([]);
              setRefusal(undefined);
            }}
          >
            Take it back
          </Button>
          {own !== "" && node.uri !== "." && (
            <Button
              variant="subtle"
              disabled={isFixed}
              onClick={() => void save("", `${node.name} inherits its ACL again.`)}
            >
              Inherit instead
            </Button>
          )}
          <span className="grow" />
          <AddServer
            disabled={isFixed}
            onAdd={(id) => {
              setAdded([...added.filter((other) => other !== id), id]);
            }}
          />
        </div>
        {own === "" && isChanged && (
          <p className="caption">Saving gives this node an ACL of its own, for it and what lies below it.</p>
        )}
      </div>
    </section>
  );
}

function AddServer({
  disabled,
  onAdd,
}: {
  readonly disabled: boolean;
  readonly onAdd: (id: string) => void;
}) {
  const [id, setId] = useState("");
  const isName = /^[^=&*+\s\p{Cc}]+$/u.test(id);
  const add = () => {
    if (!isName) return;
    onAdd(id);
    setId("");
  };
  return (
    <>
      <TextInput
        aria-label="Another server"
        placeholder="another server"
        className={styles.server}
        value={id}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          setId(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") add();
        }}
      />
      <Button variant="subtle" disabled={!isName || disabled} onClick={add}>
        Add
      </Button>
    </>
  );
}
