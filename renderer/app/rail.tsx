import { Link } from "@tanstack/react-router";
import { RailIcon } from "../shared/widgets/icons.tsx";
import styles from "./rail.module.css";

/** Where one can go. */
export function Rail({ run, held }: { readonly run: string | undefined; readonly held: number }) {
  return (
    <nav className={styles.rail} aria-label="Screens">
      <Link to="/" className={styles.place} activeOptions={{ exact: true }}>
        <RailIcon name="home" />
        Home
      </Link>
      {run === undefined ? (
        <Link to="/session" className={styles.place}>
          <RailIcon name="session" />
          Session
        </Link>
      ) : (
        <Link to="/session/$run" params={{ run }} className={styles.place}>
          <RailIcon name="session" />
          Session
          {held > 0 && (
            <span className={styles.held}>
              {held}
              <span className="visually-hidden"> held</span>
            </span>
          )}
        </Link>
      )}
      {run === undefined ? (
        <Link to="/journal" className={styles.place}>
          <RailIcon name="journal" />
          Journal
        </Link>
      ) : (
        <Link to="/journal/$run" params={{ run }} className={styles.place}>
          <RailIcon name="journal" />
          Journal
        </Link>
      )}
      {run === undefined ? (
        <Link to="/devices" className={styles.place}>
          <RailIcon name="devices" />
          Devices
        </Link>
      ) : (
        <Link to="/devices/$run" params={{ run }} className={styles.place}>
          <RailIcon name="devices" />
          Devices
        </Link>
      )}
      {run === undefined ? (
        <Link to="/operations" className={styles.place}>
          <RailIcon name="operations" />
          Operations
        </Link>
      ) : (
        <Link to="/operations/$run" params={{ run }} className={styles.place}>
          <RailIcon name="operations" />
          Operations
        </Link>
      )}
      {run === undefined ? (
        <Link to="/callbacks" className={styles.place}>
          <RailIcon name="callbacks" />
          Callbacks
        </Link>
      ) : (
        <Link to="/callbacks/$run" params={{ run }} className={styles.place}>
          <RailIcon name="callbacks" />
          Callbacks
        </Link>
      )}
      {run === undefined ? (
        <Link to="/diagnostics" className={styles.place} data-long>
          <RailIcon name="diagnostics" />
          Diagnostics
        </Link>
      ) : (
        <Link to="/diagnostics/$run" params={{ run }} className={styles.place} data-long>
          <RailIcon name="diagnostics" />
          Diagnostics
        </Link>
      )}
      {run === undefined ? (
        <Link to="/console" className={styles.place}>
          <RailIcon name="console" />
          Console
        </Link>
      ) : (
        <Link to="/console/$run" params={{ run }} className={styles.place}>
          <RailIcon name="console" />
          Console
        </Link>
      )}
      {run === undefined ? (
        <Link to="/policies" className={styles.place}>
          <RailIcon name="policies" />
          Policies
        </Link>
      ) : (
        <Link to="/policies/$run" params={{ run }} className={styles.place}>
          <RailIcon name="policies" />
          Policies
        </Link>
      )}
      {run === undefined ? (
        <Link to="/registry" className={styles.place}>
          <RailIcon name="registry" />
          Registry
        </Link>
      ) : (
        <Link to="/registry/$run" params={{ run }} className={styles.place}>
          <RailIcon name="registry" />
          Registry
        </Link>
      )}
      <Link to="/settings" className={`${styles.place ?? ""} ${styles.end ?? ""}`}>
        <RailIcon name="settings" />
        Settings
      </Link>
    </nav>
  );
}
