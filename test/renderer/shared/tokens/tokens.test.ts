import { describe, expect, test } from "vitest";
import {
  type ColourTokens,
  customProperties,
  darkTokens,
  lightTokens,
} from "../../../../renderer/shared/tokens/tokens.ts";

function luminance(hex: string): number {
  const channel = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const planes = ["surface", "sunken", "well", "hover", "selected", "selectedIdle"] as const;
const inks = ["text", "muted", "pass", "fail", "inconc", "error", "none", "held"] as const;
const roles = ["roleEs", "roleDms", "roleDev", "roleDdi"] as const;
const tints: readonly (readonly [keyof ColourTokens, keyof ColourTokens])[] = [
  ["pass", "passTint"],
  ["fail", "failTint"],
  ["inconc", "inconcTint"],
  ["held", "heldTint"],
  ["text", "litSoft"],
  ["text", "lit"],
  ["muted", "heldTint"],
  ["muted", "litSoft"],
  ["text", "addTint"],
  ["text", "delTint"],
  ["onInk", "text"],
];

describe.each([
  ["light", lightTokens],
  ["dark", darkTokens],
])("UX 8 the %s theme", (_name, tokens) => {
  test.each(inks.flatMap((ink) => planes.map((plane) => [ink, plane] as const)))(
    "%s reads on %s",
    (ink, plane) => {
      expect(contrast(tokens[ink], tokens[plane])).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(roles)("%s reads on the surface", (role) => {
    expect(contrast(tokens[role], tokens.surface)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(tints)("%s reads on %s", (ink, tint) => {
    expect(contrast(tokens[ink], tokens[tint])).toBeGreaterThanOrEqual(4.5);
  });

  test("the edge of a control can be seen on the surface", () => {
    expect(contrast(tokens.border, tokens.surface)).toBeGreaterThanOrEqual(3);
  });
});

test("tokens become custom properties in kebab case", () => {
  expect(customProperties(lightTokens)).toMatchObject({
    "--role-es": "#6b3fa0",
    "--selected-idle": "#f1f2f0",
    "--on-ink": "#ffffff",
  });
});
