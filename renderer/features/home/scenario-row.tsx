import { Button } from "@mantine/core";
import { useState } from "react";
import type { ScenarioView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { ControlIcon } from "../../shared/widgets/icons.tsx";
import { SettingChoice } from "./setting-choice.tsx";
import styles from "./home.module.css";

/** A further scenario: what it shows, its variants, and the button that runs it. */
export function ScenarioRow({
  scenario,
  onStart,
  large = false,
}: {
  readonly scenario: ScenarioView;
  readonly onStart: (scenario: ScenarioView, settings: Record<string, string>) => Promise<void>;
  /** As large as the one that people look for. */
  readonly large?: boolean;
}) {
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [isStarting, setStarting] = useState(false);
  const { id, title, description, steps } = scenario;
  const settings = Object.fromEntries(
    scenario.settings.map((setting) => [setting.name, chosen[setting.name] ?? setting.default]),
  );
  const start = async () => {
    setStarting(true);
    await onStart(scenario, settings);
    setStarting(false);
  };
  return (
    <section className={large ? styles.otherLarge : styles.other} aria-label={title}>
      <h2 className={large ? styles.tileTitle : styles.otherTitle}>{large ? `Run ${title}` : title}</h2>
      <p id={`about-${id}`} className={styles.otherText}>
        {description} <span className="visually-hidden">{counted(steps.length, "step")}.</span>
      </p>
      <span className={styles.otherChoices}>
        {scenario.settings.map((setting) => (
          <span key={setting.name} className={styles.pair}>
            <SettingChoice
              setting={setting}
              value={settings[setting.name] ?? setting.default}
              onChoose={(value) => {
                setChosen((now) => ({ ...now, [setting.name]: value }));
              }}
            />
          </span>
        ))}
        <Button
          {...(large ? { size: "md" } : {})}
          aria-describedby={`about-${id}`}
          disabled={isStarting}
          onClick={() => void start()}
        >
          <ControlIcon name="run" />
          Run<span className="visually-hidden"> {title}</span>
        </Button>
      </span>
    </section>
  );
}
