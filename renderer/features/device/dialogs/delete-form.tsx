import type { NodeView } from "../../../../simulator/api/index.ts";
import { deleteNode } from "../../../state/device-actions.tsx";
import type { DevicePlace } from "../../../state/device-ui.ts";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

/** Asked before a deletion that cannot be taken back. */
export function DeleteForm({
  place,
  node,
}: {
  readonly place: DevicePlace;
  readonly node: Pick<NodeView, "uri" | "name" | "children" | "lasting">;
}) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void deleteNode(place, node);
      }}
    >
      <p>
        <b className="strong data">{node.uri}</b>
        {node.children > 0 && " and all that is below it"} cannot be put back with Undo. {node.lasting}
      </p>
      {node.children > 0 && (
        <p className="muted">
          To keep what can be read, save it first: Export… writes a node and what is below it.
        </p>
      )}
      <FormFoot place={place} refusal={undefined} action="Delete it" />
    </form>
  );
}
