import { eventIterator } from "@orpc/contract";
import * as z from "zod";
import { command, errors } from "./command.ts";
import { Draft } from "./views/console.ts";
import {
  EntryView,
  InquiryLine,
  InquiryStory,
  RegistryBehaviour,
  RegistryPage,
  UddiCatalog,
  UddiExchange,
  UddiField,
  UddiVersion,
} from "./views/registry.ts";

const run = z.object({ run: z.string() });
const registry = run.extend({ registry: z.string() });
const call = z.object({ version: UddiVersion, call: z.string() });
const Address = z.url({ protocol: /^https?$/ }).max(2048);
/** The largest envelope that can be sent. */
const Envelope = z.string().max(16 * 1024 * 1024);

/** What the registries of a run hold, what was said to them, and calls to them or to any other registry. */
export const registryContract = {
  /** Registries, publications and a page of the tree, now and after every change, at most ten a second. */
  watch: command
    .meta({ title: "Registry", group: "Registry" })
    .errors(errors)
    .input(
      run.extend({
        /** The first when absent. */
        registry: z.string().optional(),
        /** Words that all must occur in an entry's name, key or categories. */
        text: z.string().max(1000).default(""),
        /** Rows that are open. */
        open: z.array(z.string()).max(2000).default([]),
        /** The row that is looked for. */
        at: z.string().optional(),
        skip: z.number().int().nonnegative().default(0),
        limit: z.number().int().positive().max(1000).default(300),
      }),
    )
    .output(eventIterator(RegistryPage)),
  /** An entry now and after every change. Ends with NOT_FOUND when it is gone. */
  entry: command
    .errors(errors)
    .input(registry.extend({ id: z.string() }))
    .output(eventIterator(EntryView)),
  /** The newest exchanges with registries, newest last, now and after every change. */
  exchanges: command
    .errors(errors)
    .input(
      run.extend({
        group: z.enum(["all", "publish", "inquiry"]).default("all"),
        skip: z.number().int().nonnegative().default(0),
        limit: z.number().int().positive().max(1000).default(200),
      }),
    )
    .output(
      eventIterator(
        z.object({ exchanges: z.array(UddiExchange), skipped: z.number().int(), total: z.number().int() }),
      ),
    ),
  behave: command
    .errors(errors)
    .input(registry.extend({ as: RegistryBehaviour }))
    .output(z.object({})),
  /** Has a DM server publish its interface once more. */
  publish: command
    .meta({ title: "Publish the interface again", group: "Registry" })
    .errors(errors)
    .input(run.extend({ server: z.string() }))
    .output(z.object({})),
  /** Has a DM server take its interface out of the registry. */
  withdraw: command
    .meta({ title: "Withdraw the interface", group: "Registry" })
    .errors(errors)
    .input(run.extend({ server: z.string() }))
    .output(z.object({})),
  /** Fetches a document. */
  fetch: command
    .errors(errors)
    .input(run.extend({ url: Address }))
    .output(z.object({ status: z.number().int(), text: z.string() })),
  /** Whether anybody answers HTTP at an access point. */
  test: command
    .errors(errors)
    .input(run.extend({ url: Address }))
    .output(z.object({ answers: z.boolean(), about: z.string() })),
  catalog: command.output(UddiCatalog),
  form: command
    .errors(errors)
    .input(call)
    .output(z.object({ fields: z.array(UddiField) })),
  /** A request to begin with: empty, about an entry, or for something new inside of it. */
  template: command
    .errors(errors)
    .input(registry.partial({ registry: true }).extend(call.shape).extend({ entry: z.string().optional() }))
    .output(Draft),
  /** The envelope of a request. */
  write: command
    .errors(errors)
    .input(z.object({ version: UddiVersion, draft: Draft }))
    .output(z.object({ envelope: z.string() })),
  /** The request inside an envelope written by hand. `lost` says what has no place in the form. */
  parse: command
    .errors(errors)
    .input(z.object({ envelope: Envelope }))
    .output(
      z.object({
        version: UddiVersion.optional(),
        draft: Draft.optional(),
        lost: z.array(z.string()),
        problem: z.string().optional(),
      }),
    ),
  /** Sends a request, or an envelope as it is, to a registry of ours or to any address. */
  send: command
    .meta({ title: "Send the inquiry", group: "Registry" })
    .errors(errors)
    .input(
      run.extend({
        registry: z.string().optional(),
        /** A registry that is a product; in place of `registry`. */
        url: Address.optional(),
        /** Where that registry logs in; absent: at `url`. */
        loginUrl: Address.optional(),
        version: UddiVersion,
        draft: Draft,
        /** The envelope as it is, in place of the draft; `{token}` in it becomes a token. */
        envelope: Envelope.optional(),
        /** Who publishes: one of the registry's own, or anybody with a password. */
        publisher: z.object({ userId: z.string(), password: z.string().optional() }).optional(),
      }),
    )
    .output(z.object({ inquiry: z.string() })),
  /** The inquiries of a run, newest first, and one of them in full; now and after every change. */
  inquiries: command
    .errors(errors)
    .input(run.extend({ inquiry: z.string().optional() }))
    .output(eventIterator(z.object({ lines: z.array(InquiryLine), story: InquiryStory.optional() }))),
  /** The request of an inquiry, to be sent again. */
  again: command
    .errors(errors)
    .input(run.extend({ inquiry: z.string() }))
    .output(
      z.object({
        version: UddiVersion,
        draft: Draft,
        envelope: z.string().optional(),
        registry: z.string().optional(),
        url: z.string().optional(),
        publisher: z.string().optional(),
      }),
    ),
  /** Does not wait for the answer any longer. */
  cancel: command
    .errors(errors)
    .input(run.extend({ inquiry: z.string() }))
    .output(z.object({})),
};
