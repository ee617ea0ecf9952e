import { isUriProblem, parseLocUri, type InteriorNode } from "../../../tree/index.ts";
import type { UserAnswer } from "../user-interaction.ts";
import { createObject } from "./kinds.ts";
import type {
  DeviceObjects,
  ExecCall,
  FetchOutcome,
  LiveReader,
  ManagementObject,
  ObjectHostBase,
  ObjectView,
  OwnedAnswer,
  Remembered,
  StartedWork,
  ValueChange,
} from "./management-object.ts";
import { withValueChanges } from "./node-values.ts";
import { hostOf, objectKey, readObjectKey, type ObjectKeeper } from "./object-host.ts";
import { objectId, type ObjectSpec } from "./object-spec.ts";

/** An object of a profile: where it is. Shared by all devices of the profile. */
interface ObjectPlace {
  readonly id: string;
  readonly segments: readonly string[];
  readonly spec: ObjectSpec;
}

const places = new WeakMap<readonly ObjectSpec[], readonly ObjectPlace[]>();
const noChanges: readonly ValueChange[] = Object.freeze([]);

/**
 * The management objects of one device, as its profile names them. An object exists while an event is at it; between
 * events there is what it remembers, and for an idle object that is nothing. `remembered` has the entries of the
 * device's store by key; keys of others are passed over.
 */
export function createObjects(specs: readonly ObjectSpec[], remembered: Remembered): DeviceObjects {
  return new Objects(placesOf(specs), remembered);
}

function placesOf(specs: readonly ObjectSpec[]): readonly ObjectPlace[] {
  let found = places.get(specs);
  if (!found) {
    found = specs.map((spec) => {
      const path = parseLocUri(spec.uri);
      return { id: objectId(spec), segments: isUriProblem(path) ? [] : path.segments, spec };
    });
    places.set(specs, found);
  }
  return found;
}

class Objects implements DeviceObjects, ObjectKeeper {
  readonly #places: readonly ObjectPlace[];
  #states: Map<string, unknown> | undefined;

  constructor(objects: readonly ObjectPlace[], remembered: Remembered) {
    this.#places = objects;
    for (const { id } of objects) {
      const state = remembered.get(objectKey(id));
      if (state !== undefined) (this.#states ??= new Map<string, unknown>()).set(id, state);
    }
  }

  exec(call: ExecCall, host: ObjectHostBase): OwnedAnswer | undefined {
    const place = this.#owner(call.segments);
    const answer = place && this.#object(place).exec(call, hostOf(place.id, host, this));
    return answer && place ? { ...answer, object: place.id } : undefined;
  }

  begin(works: readonly StartedWork[], host: ObjectHostBase): void {
    for (const { object, work } of works) {
      const place = this.#named(object);
      if (place) this.#object(place).begin(work, hostOf(place.id, host, this));
    }
  }

  changed(uris: readonly string[], host: ObjectHostBase): void {
    const byOwner = new Map<ObjectPlace, string[]>();
    for (const uri of uris) {
      const path = parseLocUri(uri);
      const place = isUriProblem(path) ? undefined : this.#owner(path.segments);
      if (!place) continue;
      const owned = byOwner.get(place);
      if (owned) owned.push(uri);
      else byOwner.set(place, [uri]);
    }
    for (const [place, owned] of byOwner) this.#object(place).changed(owned, hostOf(place.id, host, this));
  }

  live(segments: readonly string[], reader: LiveReader): readonly ValueChange[] {
    let values: ValueChange[] | undefined;
    for (const place of this.#places) {
      if (!measures(place.spec) || !(isBelow(segments, place.segments) || isBelow(place.segments, segments)))
        continue;
      const measured = this.#object(place).live?.(reader) ?? noChanges;
      for (const change of measured) if (isBelow(change.segments, segments)) (values ??= []).push(change);
    }
    return values ?? noChanges;
  }

  expired(timer: string, host: ObjectHostBase): boolean {
    return this.#to(timer, (object, name, base) => object.expired(name, hostOf(object.id, base, this)), host);
  }

  fetched(request: string, outcome: FetchOutcome, host: ObjectHostBase): boolean {
    return this.#to(
      request,
      (object, name, base) => object.fetched(name, outcome, hostOf(object.id, base, this)),
      host,
    );
  }

  answered(question: string, answer: UserAnswer, host: ObjectHostBase): boolean {
    return this.#to(
      question,
      (object, name, base) => object.answered(name, answer, hostOf(object.id, base, this)),
      host,
    );
  }

  act(
    object: string,
    action: string,
    parameters: Readonly<Record<string, string>>,
    host: ObjectHostBase,
  ): string | undefined {
    const place = this.#named(object);
    return place
      ? this.#object(place).act(action, parameters, hostOf(place.id, host, this))
      : `The device has no object ${object}.`;
  }

  views(root: InteriorNode): readonly ObjectView[] {
    return this.#places.map((place) => this.#object(place).view(root));
  }

  resume(host: ObjectHostBase): void {
    for (const place of this.#places)
      if (this.#states?.has(place.id) || startsByItself(place.spec))
        this.#object(place).resume(hostOf(place.id, host, this));
  }

  keep(id: string, state: unknown, host: ObjectHostBase): void {
    if (state === undefined) {
      if (!this.#states?.delete(id)) return;
      if (this.#states.size === 0) this.#states = undefined;
    } else (this.#states ??= new Map<string, unknown>()).set(id, state);
    host.remember(objectKey(id), state);
  }

  run(uri: string, host: ObjectHostBase): boolean {
    const path = parseLocUri(uri);
    if (isUriProblem(path)) return false;
    const call = { uri, segments: path.segments, data: undefined, correlator: undefined, serverId: "" };
    const answer = this.exec(call, host);
    if (!answer || answer.status >= 300) return false;
    if (answer.changes)
      host.change(withValueChanges(host.root(), answer.changes, host.moment.date), answer.object);
    if (answer.work) this.begin([{ object: answer.object, work: answer.work }], host);
    return true;
  }

  forgetOthers(id: string, host: ObjectHostBase): void {
    for (const { id: other } of this.#places) if (other !== id) this.keep(other, undefined, host);
  }

  /** Hands an event to the object that its name belongs to. */
  #to(
    key: string,
    give: (object: ManagementObject, name: string, base: ObjectHostBase) => void,
    host: ObjectHostBase,
  ): boolean {
    const read = readObjectKey(key);
    if (!read) return false;
    const place = this.#named(read.id);
    if (place) give(this.#object(place), read.name, host);
    return true;
  }

  #object(place: ObjectPlace): ManagementObject {
    return createObject(place.spec, place.segments, this.#states?.get(place.id));
  }

  #named(id: string): ObjectPlace | undefined {
    return this.#places.find((place) => place.id === id);
  }

  /** The object with the longest address at or above a node. */
  #owner(segments: readonly string[]): ObjectPlace | undefined {
    let owner: ObjectPlace | undefined;
    for (const place of this.#places)
      if (isBelow(segments, place.segments) && place.segments.length >= (owner?.segments.length ?? 0))
        owner = place;
    return owner;
  }
}

/** True for a node at or below another. */
function isBelow(segments: readonly string[], root: readonly string[]): boolean {
  return segments.length >= root.length && root.every((name, index) => segments[index] === name);
}

/** True for an object with leaves that are measured when they are read. */
function measures(spec: ObjectSpec): boolean {
  return spec.kind === "readings" || (spec.kind === "diagmon" && spec.live === true);
}

/** True for an object that works although no server has asked for it: an enabled trap. */
function startsByItself(spec: ObjectSpec): boolean {
  return spec.kind === "diagmon-trap" && spec.enabled === true;
}
