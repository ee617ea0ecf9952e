import type { AnyElement } from "../../schema/element.ts";
import { callbackNames, callbacks, isCallbackName, type CallbackName } from "./callbacks.ts";
import { PolicyException, ServiceException } from "./exceptions.ts";
import type { MessagePair } from "./message-pair.ts";
import { operations, type OperationName } from "./operations.ts";
import { parameters } from "./types/library.ts";

/** The callbacks that operations may lead to, in the contract's order. */
export function callbacksOf(names: readonly OperationName[]): readonly CallbackName[] {
  const outcomes = new Set<string>(names.flatMap((name) => operations[name].outcomes).filter(isCallbackName));
  return callbackNames.filter((name) => outcomes.has(name));
}

/** A portType with what its WSDL needs. */
export interface PortType {
  readonly name: "DeviceManagement" | "ExternalSystemCallback";
  readonly service: string;
  readonly doc: string;
  readonly messages: readonly MessagePair<string, AnyElement, AnyElement>[];
}

/** The portType of the DM server with these operations. */
export function deviceManagement(names: readonly OperationName[]): PortType {
  return {
    name: "DeviceManagement",
    service: "DeviceManagementService",
    doc: "Web service interface of a Device Management System.",
    messages: names.map((name) => operations[name]),
  };
}

/** The portType of an External System for the callbacks of these operations. */
export function externalSystemCallback(names: readonly OperationName[]): PortType {
  return {
    name: "ExternalSystemCallback",
    service: "ExternalSystemCallbackService",
    doc: "What an External System offers so that outcomes can be delivered to it.",
    messages: callbacksOf(names).map((name) => callbacks[name]),
  };
}

/** The global elements of the schema for these operations: messages of both portTypes, exceptions, documents. */
export function globalElements(names: readonly OperationName[]): readonly AnyElement[] {
  const pairs = [...deviceManagement(names).messages, ...externalSystemCallback(names).messages];
  const documents: readonly AnyElement[] = names.includes("SubmitConfiguration") ? [parameters] : [];
  return [
    ...pairs.flatMap(({ request, response }) => [request, response]),
    ServiceException,
    PolicyException,
    ...documents,
  ];
}
