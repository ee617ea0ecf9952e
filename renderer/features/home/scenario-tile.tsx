import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { ScenarioView } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { counted } from "../../shared/format/count.ts";
import { ControlIcon } from "../../shared/widgets/icons.tsx";
import { SettingChoice } from "./setting-choice.tsx";
import { StepSketch } from "./step-sketch.tsx";
import styles from "./home.module.css";

/** A scenario with its variants and one button that runs it. */
export function ScenarioTile({
  scenario,
  primary,
  onStart,
}: {
  readonly scenario: ScenarioView;
  /** The one that Enter runs as soon as the screen is there. */
  readonly primary: boolean;
  readonly onStart: (scenario: ScenarioView, settings: Record<string, string>) => Promise<void>;
}) {
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [isStarting, setStarting] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (primary) button.current?.focus({ preventScroll: true });
  }, [primary]);
  const settings = Object.fromEntries(
    scenario.settings.map((setting) => [setting.name, chosen[setting.name] ?? setting.default]),
  );
  const start = async () => {
    setStarting(true);
    await onStart(scenario, settings);
    setStarting(false);
  };
  const descriptionId = `about-${scenario.id}`;
  return (
    <section className={classNames(styles.tile, primary && styles.primary)} aria-label={scenario.title}>
      <div className={styles.words}>
        <h2 className={styles.tileTitle}>Run {scenario.title}</h2>
        <p id={descriptionId}>{scenario.description}</p>
        <p className={styles.size}>
          {counted(scenario.steps.length, "step")}, all simulated, nothing to set up
        </p>
        {scenario.settings.length > 0 && (
          <div className={styles.choices}>
            {scenario.settings.map((setting) => (
              <SettingChoice
                key={setting.name}
                setting={setting}
                value={settings[setting.name] ?? setting.default}
                onChoose={(value) => {
                  setChosen((now) => ({ ...now, [setting.name]: value }));
                }}
              />
            ))}
          </div>
        )}
        <div className={styles.go}>
          <Button
            ref={button}
            size="md"
            variant={primary ? "filled" : "default"}
            aria-describedby={descriptionId}
            disabled={isStarting}
            onClick={() => void start()}
          >
            <ControlIcon name="run" />
            Run<span className="visually-hidden"> {scenario.title}</span> {primary && <kbd>Enter</kbd>}
          </Button>
        </div>
      </div>
      <StepSketch scenario={scenario} settings={settings} />
    </section>
  );
}
