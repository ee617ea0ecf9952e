import { classNames } from "../../shared/class-names.ts";
import { changeSettings, settings, type Settings } from "../../state/settings.ts";
import { useStore } from "../../state/store.ts";
import styles from "./settings.module.css";

const themes: readonly { readonly value: Settings["theme"]; readonly title: string }[] = [
  { value: "system", title: "System" },
  { value: "light", title: "Light" },
  { value: "dark", title: "Dark" },
];

/** The three themes as small pictures of themselves. */
export function ThemeChoice() {
  const { theme } = useStore(settings);
  return (
    <fieldset className={styles.themes}>
      <legend className="visually-hidden">Theme</legend>
      {themes.map(({ value, title }) => (
        <label key={value} className={styles.theme}>
          <span className={classNames(styles.picture, styles[value])} aria-hidden="true" />
          <span className={styles.themeName}>
            <input
              type="radio"
              name="theme"
              value={value}
              checked={theme === value}
              onChange={() => {
                changeSettings({ theme: value });
              }}
            />
            {title}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
