import type { PartyView, ScenarioView } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { roleClass } from "../../shared/widgets/glyph.tsx";
import styles from "./home.module.css";

const WIDTH = 470;
const LABELS = 296;
const TOP = 40;
const PITCH = 16;

const lanes: readonly { readonly role: PartyView["role"]; readonly x: number }[] = [
  { role: "external-system", x: 30 },
  { role: "registry", x: 96 },
  { role: "dm-server", x: 162 },
  { role: "device", x: 264 },
];

/** The steps of a scenario as a small ladder: what the run will look like. Optional steps are grey. */
export function StepSketch({
  scenario,
  settings,
}: {
  readonly scenario: ScenarioView;
  readonly settings: Readonly<Record<string, string>>;
}) {
  const leavesOut =
    settings["registry"] === "no" || settings["registry"] === "without" || settings["registry"] === "off";
  const steps = scenario.steps.filter(({ optional }) => !(optional && leavesOut));
  const height = TOP + steps.length * PITCH;
  return (
    <svg
      className={styles.sketch}
      viewBox={`0 0 ${WIDTH} ${height}`}
      width={WIDTH}
      height={height}
      aria-hidden="true"
    >
      {lanes.map(({ role, x }) => (
        <g key={role} className={roleClass(role)}>
          <line className={styles.lane} x1={x} x2={x} y1="26" y2={height} />
          <g
            className={classNames(styles.laneMark, role === "dm-server" && styles.laneMarkFull)}
            transform={`translate(${x - 6.5} 8)`}
          >
            {role === "device" && <circle cx="6.5" cy="6.5" r="5" />}
            {role === "registry" && <path d="M1.8 1.8h9.4v9.4H1.8z" />}
            {(role === "external-system" || role === "dm-server") && (
              <path d="M6.5 1l4.8 2.75v5.5L6.5 12 1.7 9.25v-5.5z" />
            )}
          </g>
        </g>
      ))}
      {steps.map((step, index) => (
        <g key={step.id} className={step.optional ? styles.optional : styles.wanted}>
          <SketchArrow from={laneOf(step.from)} to={laneOf(step.to)} y={TOP + index * PITCH} />
          <text className={styles.sketchId} x={LABELS} y={TOP + index * PITCH + 4}>
            {step.id}
          </text>
          <text className={styles.sketchTitle} x={LABELS + 46} y={TOP + index * PITCH + 4}>
            {step.title}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Lanes are named by role or by the short names of the figures. */
function laneOf(name: string): number {
  const short: Readonly<Record<string, PartyView["role"]>> = {
    es: "external-system",
    dms: "dm-server",
    dev: "device",
    ddi: "registry",
  };
  const key = name.toLowerCase().replaceAll(" ", "-");
  const role = short[key] ?? key;
  return lanes.find((lane) => lane.role === role)?.x ?? 162;
}

function SketchArrow({ from, to, y }: { readonly from: number; readonly to: number; readonly y: number }) {
  const way = to > from ? 1 : -1;
  return (
    <g>
      <path d={`M${from} ${y}H${to - 3 * way}`} fill="none" stroke="currentColor" />
      <path d={`M${to - way} ${y}l${-7 * way} -3.5v7z`} fill="currentColor" />
    </g>
  );
}
