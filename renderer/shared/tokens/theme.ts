import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";
import { customProperties, darkTokens, lightTokens, type ColourTokens } from "./tokens.ts";
import controls from "./controls.module.css";

const fontUi =
  '"Segoe UI Variable Text", "Segoe UI", -apple-system, BlinkMacSystemFont, Inter, Cantarell, Roboto, "Noto Sans", "DejaVu Sans", "Liberation Sans", system-ui, sans-serif';
const fontData =
  'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono", "Liberation Mono", monospace';

/** Ten steps of grey, because the component kit wants ten; controls take their ink from the tokens instead. */
const ink: MantineColorsTuple = [
  "#f8f8f6",
  "#f1f2f0",
  "#e2e4e1",
  "#cdd1cd",
  "#a3abb5",
  "#8a929b",
  "#6b747e",
  "#5a626b",
  "#2d333a",
  "#1b1f23",
];

/** The component kit, set to ink, hairlines and small type. */
export const theme = createTheme({
  primaryColor: "ink",
  colors: { ink },
  primaryShade: { light: 9, dark: 1 },
  fontFamily: fontUi,
  fontFamilyMonospace: fontData,
  fontSizes: { xs: "11px", sm: "12px", md: "13px", lg: "15px", xl: "20px" },
  lineHeights: { xs: "1.45", sm: "1.45", md: "1.45", lg: "1.45", xl: "1.3" },
  defaultRadius: 3,
  respectReducedMotion: true,
  cursorType: "default",
  focusRing: "auto",
  components: {
    Button: {
      defaultProps: { variant: "default", size: "compact-sm" },
      classNames: { root: controls.button, label: controls.buttonLabel, section: controls.buttonSection },
    },
    SegmentedControl: {
      defaultProps: { withItemsBorders: true, transitionDuration: 0, size: "xs" },
      classNames: {
        root: controls.segments,
        control: controls.segment,
        label: controls.segmentLabel,
        indicator: controls.segmentIndicator,
        innerLabel: controls.segmentInner,
      },
    },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 0 },
        overlayProps: { backgroundOpacity: 0.35 },
        radius: 3,
      },
      classNames: {
        content: controls.modal,
        header: controls.modalHeader,
        title: controls.modalTitle,
        body: controls.modalBody,
      },
    },
    Tooltip: {
      defaultProps: {
        openDelay: 500,
        transitionProps: { duration: 0 },
        events: { hover: true, focus: true, touch: false },
      },
      classNames: { tooltip: controls.tooltip },
    },
    NativeSelect: {
      classNames: { input: controls.select, wrapper: controls.selectWrapper, label: controls.fieldLabel },
    },
    TextInput: {
      classNames: { input: controls.input, label: controls.fieldLabel, error: controls.fieldError },
    },
    Textarea: {
      classNames: { input: controls.textarea, label: controls.fieldLabel, error: controls.fieldError },
    },
    Radio: { classNames: { radio: controls.radio, icon: controls.radioIcon, label: controls.checkboxLabel } },
    RadioGroup: { classNames: { label: controls.fieldLabel } },
    Checkbox: {
      classNames: { input: controls.checkbox, icon: controls.checkboxIcon, label: controls.checkboxLabel },
    },
    Kbd: { classNames: { root: controls.key } },
    Notification: {
      defaultProps: { closeButtonProps: { "aria-label": "Close" } },
      classNames: { root: controls.toast, description: controls.toastText, closeButton: controls.toastClose },
    },
  },
});

function kitVariables(tokens: ColourTokens): Record<string, string> {
  return {
    ...customProperties(tokens),
    "--mantine-color-body": tokens.surface,
    "--mantine-color-text": tokens.text,
    "--mantine-color-dimmed": tokens.muted,
    "--mantine-color-placeholder": tokens.muted,
    "--mantine-color-default": tokens.surface,
    "--mantine-color-default-hover": tokens.hover,
    "--mantine-color-default-color": tokens.text,
    "--mantine-color-default-border": tokens.border,
    "--mantine-color-error": tokens.fail,
    "--mantine-primary-color-filled": tokens.text,
    "--mantine-primary-color-contrast": tokens.onInk,
  };
}

/** Gives the component kit and our style sheets the same tokens. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--font-ui": fontUi, "--font-data": fontData },
  light: kitVariables(lightTokens),
  dark: kitVariables(darkTokens),
});
