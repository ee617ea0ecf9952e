import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Empty } from "./empty.tsx";
import { Pane, PaneHead } from "./pane.tsx";

/** A screen before the first run. */
export function NoRun({ title }: { readonly title: string }) {
  const navigate = useNavigate();
  return (
    <Pane label={title}>
      <PaneHead title={title} level={1} />
      <Empty
        actions={
          <Button variant="filled" onClick={() => void navigate({ to: "/" })}>
            Choose what to run
          </Button>
        }
      >
        <b>Messages appear here</b> as soon as a run starts. They stay after it ends.
      </Empty>
    </Pane>
  );
}
