export { readWsdl, type ServiceDescription } from "./read.ts";
