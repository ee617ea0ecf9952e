import { equalBytes, utf8 } from "../../core/bytes.ts";
import type { PublicationName, SecurityName, UddiMessage, UddiVersion } from "../../protocols/uddi/index.ts";
import type { Effect, Moment, RoleContext, Stepper } from "../../wire/role.ts";
import { publicationMachine } from "./publication-machine.ts";
import { publish } from "./publication/publish.ts";
import { refuse } from "./refusal.ts";
import type { Answer, Room } from "./room.ts";
import { createTokens } from "./security/tokens.ts";

/** Publishers, from their log-in to the end of their tokens. */
export interface Publications {
  /** Answers a request of the publication or security API. */
  answer(
    version: UddiVersion,
    message: UddiMessage<PublicationName | SecurityName>,
    moment: Moment,
    sink: Effect[],
  ): Answer;
}

/** Creates the publications of a registry; every log-in is a conversation of its own. */
export function createPublications(
  { publishers }: { readonly publishers: readonly { readonly userId: string; readonly password: string }[] },
  room: Room,
  context: RoleContext,
): Publications {
  const tokens = createTokens(context.random.fork("tokens"));
  const open = new Map<string, { readonly conversation: string; readonly stepper: Stepper }>();
  let count = 0;

  const step = (
    { conversation, stepper }: { readonly conversation: string; readonly stepper: Stepper },
    event: string,
    sink: Effect[],
  ): void => {
    const moved = stepper.send(event);
    if (!moved || moved.from === moved.state) return;
    const { from, state } = moved;
    sink.push({ type: "state", machine: "publication", conversation, event, from, state });
  };

  const end = (token: string, event: string, sink: Effect[]): void => {
    const publication = open.get(token);
    if (!publication) return;
    open.delete(token);
    step(publication, event, sink);
    publication.stepper.stop();
  };

  const logIn = (userID: string, cred: string, now: number, sink: Effect[]): Answer => {
    const publisher = publishers.find(
      ({ userId, password }) => userId === userID && equalBytes(utf8(password), utf8(cred)),
    );
    const publication = {
      conversation: `publication:${++count}`,
      stepper: context.steppers(publicationMachine),
    };
    if (!publisher) {
      step(publication, "credentials.refused", sink);
      publication.stepper.stop();
      return refuse("E_unknownUser", "the user is not known or the password is wrong");
    }
    const { token: authInfo, evicted } = tokens.issue(userID, now);
    if (evicted !== undefined) end(evicted, "token.expired", sink);
    open.set(authInfo, publication);
    step(publication, "token.issued", sink);
    return { name: "authToken", value: { authInfo } };
  };

  const userOf = (token: string, now: number, sink: Effect[]): string => {
    const user = tokens.userOf(token, now);
    if (!("refused" in user)) return user.userId;
    end(token, "token.expired", sink);
    return user.refused === "expired"
      ? refuse("E_authTokenExpired", "the token was not used for too long")
      : refuse("E_authTokenRequired", "authInfo is missing or not valid");
  };

  return {
    answer: (version, message, { now, date }, sink) => {
      if (message.name === "get_authToken") {
        const { userID, cred } = message.value;
        return logIn(userID, cred, now, sink);
      }
      const token = message.value.authInfo ?? "";
      if (message.name === "discard_authToken") {
        tokens.discard(token);
        end(token, "token.discarded", sink);
        return "success";
      }
      const userId = userOf(token, now, sink);
      const answer = publish({ ...room, random: context.random, userId, version, date }, message);
      const publication = open.get(token);
      const event = eventOf(message.name);
      if (publication && event !== undefined) step(publication, event, sink);
      return answer;
    },
  };
}

function eventOf(name: PublicationName): "entry.saved" | "entry.deleted" | undefined {
  if (name.startsWith("get")) return undefined;
  return name.startsWith("delete") ? "entry.deleted" : "entry.saved";
}
