import "./state/zod-without-eval.ts";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "./shared/tokens/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { connect } from "./state/host-link.ts";

const place = document.getElementById("root");
if (place === null) throw new Error("The page has no place for the application.");
void connect();
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
