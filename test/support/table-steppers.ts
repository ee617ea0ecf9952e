export { tableSteppers } from "../../simulator/workbench/table-steppers.ts";
