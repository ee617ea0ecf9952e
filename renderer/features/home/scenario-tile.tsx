import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { ScenarioView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { ControlIcon } from "../../shared/widgets/icons.tsx";
import { SettingChoice } from "./setting-choice.tsx";
import { StepSketch } from "./step-sketch.tsx";
import styles from "./home.module.css";

/** The scenario that people look for, with its variants, its steps, and the button that Enter presses. */
export function ScenarioTile({
  scenario,
  onStart,
}: {
  readonly scenario: ScenarioView;
  readonly onStart: (scenario: ScenarioView, settings: Record<string, string>) => Promise<void>;
}) {
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [isStarting, setStarting] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus({ preventScroll: true });
  }, []);
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
    <section className={styles.tile} aria-label={scenario.title}>
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
            variant="filled"
            aria-describedby={descriptionId}
            disabled={isStarting}
            onClick={() => void start()}
          >
            <ControlIcon name="run" />
            Run<span className="visually-hidden"> {scenario.title}</span> <kbd>Enter</kbd>
          </Button>
        </div>
      </div>
      <StepSketch scenario={scenario} settings={settings} />
    </section>
  );
}
