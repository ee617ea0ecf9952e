import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { useState } from "react";
import type { NodeView } from "../../../../simulator/api/index.ts";
import { counted } from "../../../shared/format/count.ts";
import { CopyButton } from "../../../shared/widgets/copy-button.tsx";
import { SectionCaption } from "../../../shared/widgets/pane.tsx";
import { askDevice } from "../../../state/device-actions.tsx";
import type { DevicePlace } from "../../../state/device-ui.ts";
import { valueOctets, valueProblem } from "./value-formats.ts";
import styles from "./node.module.css";

/** Characters from which a value gets more than one row. */
const LONG = 60;

/** The value of a leaf, in a field that fits its format; what does not fit is said at once. */
export function ValueEditor({
  place,
  node,
  unavailable,
}: {
  readonly place: DevicePlace;
  readonly node: NodeView;
  readonly unavailable: string | undefined;
}) {
  const before = node.value ?? "";
  const [value, setValue] = useState(before);
  const [refusal, setRefusal] = useState<string>();
  const problem = valueProblem(node.format, value);
  const isChanged = value !== before;
  const save = async () => {
    if (!isChanged || problem !== undefined || unavailable !== undefined) return;
    const done = `${node.name} was changed at the device.`;
    setRefusal(await askDevice(place, { name: "editNode", uri: node.uri, value }, done));
  };
  return (
    <section aria-label="Value">
      <SectionCaption aside={counted(valueOctets(node.format, value), "octet")}>Value</SectionCaption>
      <div className={styles.form}>
        {node.format === "bool" ? (
          <SegmentedControl
            aria-label="Value"
            value={value}
            disabled={unavailable !== undefined}
            onChange={setValue}
            data={["true", "false"]}
          />
        ) : (
          <Textarea
            aria-label="Value"
            autosize
            minRows={value.length > LONG || value.includes("\n") ? 3 : 1}
            maxRows={12}
            value={value}
            placeholder={node.masked ? "not readable; what is written here replaces it" : "empty"}
            error={problem ?? refusal}
            readOnly={unavailable !== undefined || node.format === "null"}
            spellCheck={false}
            onChange={({ currentTarget }) => {
              setValue(currentTarget.value);
              setRefusal(undefined);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || (event.shiftKey && !event.ctrlKey)) return;
              if (value.includes("\n") && !event.ctrlKey && !event.metaKey) return;
              event.preventDefault();
              void save();
            }}
          />
        )}
        <div className={styles.actions}>
          <Button
            disabled={!isChanged || problem !== undefined || unavailable !== undefined}
            title={unavailable}
            onClick={() => void save()}
          >
            Save the value
          </Button>
          <Button
            variant="subtle"
            disabled={!isChanged}
            onClick={() => {
              setValue(before);
              setRefusal(undefined);
            }}
          >
            Take it back
          </Button>
          <span className="grow" />
          {!node.masked && <CopyButton text={before} label="Copy value" />}
        </div>
      </div>
    </section>
  );
}
